using OnPremLlm.Inference.Worker.Speech;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

/// <summary>Alone in the process, so that the memory of other tests does not move the measure.</summary>
[CollectionDefinition("Process memory", DisableParallelization = true)]
public sealed class ProcessMemoryCollection;

[Collection("Process memory")]
public sealed class StreamMemoryTests
{
    // The language models of one decoder take about 33 MB.
    const long Most = 100 << 20;

    [Fact]
    public void Closed_streams_give_their_memory_back()
    {
        using var recognizer = new Recognizer(SpeechModelFiles.Open(SpeechWorker.Native, SpeechWorker.Models), 1);
        OpenAndClose(recognizer, 2);
        var before = Environment.WorkingSet;

        OpenAndClose(recognizer, 8);

        Assert.True(Environment.WorkingSet - before < Most, $"8 streams left {(Environment.WorkingSet - before) >> 20} MiB behind.");
    }

    static void OpenAndClose(Recognizer recognizer, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var stream = recognizer.TryOpen(0);
            stream!.Push(Recording.Part(Recording.Patient, 28, 29), []);
        }
    }
}
