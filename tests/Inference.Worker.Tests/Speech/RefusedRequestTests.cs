using Google.Protobuf;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

public sealed class RefusedRequestTests(SpeechWorker worker) : IClassFixture<SpeechWorker>
{
    [Fact]
    public Task Audio_before_start_is_refused() => AssertRefusedAsync("first message must be start", Bytes(2));

    [Fact]
    public Task Call_without_a_message_is_refused() => AssertRefusedAsync("first message must be start");

    [Fact]
    public Task Other_sample_rate_is_refused() => AssertRefusedAsync("resample to 16000", SpeechWorker.Start(sampleRate: 44100));

    [Fact]
    public Task Odd_number_of_bytes_is_refused() => AssertRefusedAsync("even number of bytes", SpeechWorker.Start(), Bytes(3));

    [Fact]
    public Task Audio_of_more_than_64_KiB_is_refused() => AssertRefusedAsync("at most 65536", SpeechWorker.Start(), Bytes(65538));

    [Fact]
    public Task Second_start_is_refused() => AssertRefusedAsync("another call", SpeechWorker.Start(), SpeechWorker.Start());

    [Fact]
    public Task Stream_without_finish_is_refused() => AssertRefusedAsync("without finish", SpeechWorker.Start(), Bytes(64));

    [Fact]
    public async Task Worker_serves_on_after_a_refusal()
    {
        await Odd_number_of_bytes_is_refused();
        await Odd_number_of_bytes_is_refused();
        await Odd_number_of_bytes_is_refused();

        Assert.NotNull(Assert.Single(await worker.RecognizeAsync([])).Done);
    }

    static RecognizeRequest Bytes(int count) => new() { Audio = ByteString.CopyFrom(new byte[count]) };

    async Task AssertRefusedAsync(string because, params RecognizeRequest[] requests)
    {
        using var call = worker.Client.Recognize();
        try
        {
            foreach (var request in requests)
            {
                await call.RequestStream.WriteAsync(request);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The answer is read below.
        }

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains(because, refusal.Status.Detail, StringComparison.Ordinal);
    }
}
