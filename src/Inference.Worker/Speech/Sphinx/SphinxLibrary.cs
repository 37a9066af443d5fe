using System.Runtime.InteropServices;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Speech.Sphinx;

/// <summary>
/// The two shared libraries of Debian's pocketsphinx 0.8+5prealpha. Their API is not that of pocketsphinx 5: <c>ps_start_utt</c> has one
/// argument and there is no <c>ps_config_*</c>, so a library of that release must not be loaded; the versioned names see to that.
/// </summary>
internal static partial class SphinxLibrary
{
    public const string Base = "libsphinxbase.so.3";
    public const string Decoder = "libpocketsphinx.so.3";
    const string PackageStatus = "/var/lib/dpkg/status.d/libpocketsphinx3";
    const string PackageDatabase = "/var/lib/dpkg/status";

    /// <summary>Loads both libraries and silences their log, which would name what was recognised. Throws <see cref="WorkerStartException"/>.</summary>
    public static void Load()
    {
        if (!NativeLibrary.TryLoad(Base, out _) || !NativeLibrary.TryLoad(Decoder, out _))
        {
            throw new WorkerStartException(
                $"{Decoder} and {Base} could not be loaded. Install the recognizer: apt-get install libpocketsphinx3 pocketsphinx-en-us");
        }

        SetLogFile(nint.Zero);
    }

    /// <summary>The Debian version of libpocketsphinx3, or "unpackaged" where the package database does not list it.</summary>
    public static string Version() =>
        new[] { PackageStatus, PackageDatabase }.Where(File.Exists).Select(VersionIn).FirstOrDefault(version => version is not null) ?? "unpackaged";

    static string? VersionIn(string path)
    {
        var inside = false;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("Package: ", StringComparison.Ordinal))
            {
                inside = line.AsSpan(9) is "libpocketsphinx3";
            }
            else if (inside && line.StartsWith("Version: ", StringComparison.Ordinal))
            {
                return line[9..];
            }
        }

        return null;
    }

    [LibraryImport(Base, EntryPoint = "err_set_logfp")]
    private static partial void SetLogFile(nint stream);
}
