using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Inference.Tests;

public class RealSpeechTests
{
    const int WaveHeader = 44;
    const int BytesPerSecond = 32_000;

    [Fact]
    public async Task The_demonstration_recording_is_heard_by_a_worker_within_its_limits()
    {
        await using var workers = new RealWorkers();
        var words = new List<string>();
        RecognitionUpdate? last = null;
        await foreach (var update in workers.Recognizer.RecognizeAsync(RealWorkers.Owner, new() { Session = "recording" }, ClinicianAsync(seconds: 4), CancellationToken.None))
        {
            last = update;
            words.AddRange(update is RecognitionUpdate.Final final ? final.Words.Select(word => word.Text) : []);
        }

        Assert.StartsWith("good morning", string.Join(' ', words), StringComparison.Ordinal);
        Assert.Equal(4000, Assert.IsType<RecognitionUpdate.Done>(last).AudioMs);
        Assert.True((await workers.Recognizer.DescribeAsync(RealWorkers.Owner, CancellationToken.None)).IsDemonstration);
    }

    /// <summary>The left channel, where the clinician is, in frames of 200 ms as the hub has them.</summary>
    static async IAsyncEnumerable<ReadOnlyMemory<byte>> ClinicianAsync(int seconds)
    {
        var stereo = await File.ReadAllBytesAsync(Repository.PathOf("models", "demo", "visit-1.wav"));
        var left = new byte[seconds * BytesPerSecond];
        for (var at = 0; at < left.Length; at += 2)
        {
            stereo.AsSpan(WaveHeader + at * 2, 2).CopyTo(left.AsSpan(at));
        }

        foreach (var frame in left.Chunk(BytesPerSecond / 5))
        {
            yield return frame;
        }
    }
}
