using System.Security.Cryptography;
using System.Text;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>Every file that recognition reads, checked before native code sees one.</summary>
internal sealed class SpeechModelFiles
{
    /// <summary>Where Debian's pocketsphinx-en-us puts its model.</summary>
    public const string DebianModel = "/usr/share/pocketsphinx/model/en-us";

    // The only build that was tested: the native loader of another recognizer ends the process on a variant that it does not support.
    const string VoiceActivitySha256 = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3";

    static readonly string[] AcousticNames = ["feat.params", "mdef", "means", "noisedict", "sendump", "transition_matrices", "variances"];

    SpeechModelFiles(string native, string models, string generalModel)
    {
        AcousticModel = Path.Combine(generalModel, "en-us");
        Lexicon = Path.Combine(generalModel, "cmudict-en-us.dict");
        GeneralLanguageModel = Path.Combine(generalModel, "en-us.lm.bin");
        ClinicalLexicon = Path.Combine(models, "speech", "clinical.dict");
        VisitsLanguageModel = Path.Combine(models, "speech", "visits.lm");
        VoiceActivity = Path.Combine(native, "@ricky0123", "vad-web", "dist", "silero_vad_v6.onnx");
    }

    public string AcousticModel { get; }

    public string Lexicon { get; }

    public string GeneralLanguageModel { get; }

    public string ClinicalLexicon { get; }

    public string VisitsLanguageModel { get; }

    public string VoiceActivity { get; }

    /// <summary>Lower-case hex SHA-256 over the lines "name hash" of <see cref="Hashes"/>, in that order.</summary>
    public required string Sha256 { get; init; }

    /// <summary>File name and lower-case hex SHA-256 of each file, ordered by name.</summary>
    public required IReadOnlyList<(string Name, string Sha256)> Hashes { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>
    /// Finds and hashes the files. <paramref name="native"/> is the node_modules folder of the pinned packages, <paramref name="models"/> the
    /// repository's models folder. Throws <see cref="WorkerStartException"/> that names what is missing and its package.
    /// </summary>
    public static SpeechModelFiles Open(string native, string models, string generalModel = DebianModel)
    {
        var paths = new SpeechModelFiles(native, models, generalModel) { Sha256 = "", Hashes = [], SizeBytes = 0 };
        Require(paths.AcousticFiles().Append(paths.Lexicon).Append(paths.GeneralLanguageModel), "Install it: apt-get install pocketsphinx-en-us");
        Require([paths.VoiceActivity], "Fetch the pinned packages: deploy/prerequisites run");
        Require([paths.ClinicalLexicon, paths.VisitsLanguageModel], "It belongs to this release; restore models/speech, or give its parent with --models.");

        var files = paths.All().Order(StringComparer.Ordinal).ToList();
        var hashes = files.ConvertAll(file => (Path.GetFileName(file), HashOf(file)));
        if (!hashes.Contains((Path.GetFileName(paths.VoiceActivity), VoiceActivitySha256)))
        {
            throw new WorkerStartException($"{paths.VoiceActivity} is not the pinned voice activity model. Fetch the pinned packages: deploy/prerequisites run");
        }

        var manifest = string.Concat(hashes.Select(entry => $"{entry.Item1} {entry.Item2}\n"));
        return new SpeechModelFiles(native, models, generalModel)
        {
            Hashes = hashes,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest))),
            SizeBytes = files.Sum(file => new FileInfo(file).Length),
        };
    }

    string[] AcousticFiles() =>
        [.. AcousticNames.Select(name => Path.Combine(AcousticModel, name))];

    IEnumerable<string> All() => [.. AcousticFiles(), Lexicon, GeneralLanguageModel, ClinicalLexicon, VisitsLanguageModel, VoiceActivity];

    static void Require(IEnumerable<string> files, string remedy)
    {
        foreach (var file in files.Where(file => !File.Exists(file)))
        {
            throw new WorkerStartException($"{file} is missing or may not be read. {remedy}");
        }
    }

    static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
