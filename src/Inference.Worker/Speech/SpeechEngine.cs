using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Speech.Sphinx;

namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>Answers the handshake for the recognizer.</summary>
internal sealed class SpeechEngine(Recognizer recognizer) : IEngine
{
    public WorkerRole Role => WorkerRole.Speech;

    public void Describe(WorkerDescription description)
    {
        description.Engine = "pocketsphinx";
        description.EngineVersion = SphinxLibrary.Version();
        description.Model = new ModelDescription
        {
            Architecture = "pocketsphinx",
            Name = "pocketsphinx-en-us with the words of generated visits",
            Description = string.Join("; ", recognizer.Files.Hashes.Select(file => $"{file.Name} {file.Sha256}")),
            Sha256 = recognizer.Files.Sha256,
            SizeBytes = (ulong)recognizer.Files.SizeBytes,
            MaxSequences = recognizer.Decoders,
        };
    }
}
