using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

/// <summary>Has a worker of its own: it takes every decoder.</summary>
public sealed class DecoderPlacesTests(SpeechWorker worker) : IClassFixture<SpeechWorker>
{
    [Fact]
    public async Task Decoder_of_a_cancelled_stream_is_free_again_and_one_too_many_is_refused()
    {
        using var first = worker.Client.Recognize();
        using var second = worker.Client.Recognize();
        await SpeakAsync(first);
        await SpeakAsync(second);

        var refused = await Assert.ThrowsAsync<RpcException>(() => worker.RecognizeAsync([]));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("try again", refused.Status.Detail, StringComparison.Ordinal);

        // In the middle of an utterance.
        first.Dispose();
        await UntilFreeAsync();
        await second.RequestStream.WriteAsync(new RecognizeRequest { Finish = new RecognizeFinish() });
        Assert.Contains(await second.ResponseStream.ReadAllAsync().ToListAsync(), item => item.Done is not null);
    }

    static async Task SpeakAsync(AsyncDuplexStreamingCall<RecognizeRequest, RecognizeEvent> call)
    {
        await call.RequestStream.WriteAsync(SpeechWorker.Start());
        await call.RequestStream.WriteAsync(SpeechWorker.Audio(Recording.Part(Recording.Patient, 28, 29.5)));
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.NotNull(call.ResponseStream.Current.Partial);
    }

    // The server learns of the cancellation a moment later; each try is a round trip.
    async Task UntilFreeAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await worker.RecognizeAsync([]);
                return;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted && tries < 10000)
            {
            }
        }
    }
}
