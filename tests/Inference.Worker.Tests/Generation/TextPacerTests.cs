using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

public sealed class TextPacerTests
{
    readonly FakeTimeProvider time = new();
    readonly GenerationTask task = new(new("tests", ""), [1], 10, new(), [], CancellationToken.None);
    readonly Received received = new();

    [Fact]
    public async Task The_first_text_goes_at_once_and_what_comes_within_the_interval_goes_together()
    {
        var sending = SendAsync();
        Text("one");
        Assert.Equal("one", await received.NextAsync());
        Text(" two");
        Text(" three");
        var next = received.NextAsync();
        while (!next.IsCompleted)
        {
            time.Advance(TextPacer.Interval);
            await Task.Yield(); // the pause may not have begun yet
        }

        Assert.Equal(" two three", await next);
        task.Complete();
        await sending;
    }

    [Fact]
    public async Task The_end_of_a_generation_does_not_wait()
    {
        var sending = SendAsync();
        Text("one");
        await received.NextAsync();
        Text(" two");
        task.Send(new() { Finished = new() { CompletionTokens = 2 } });
        task.Complete();
        await sending; // the time stands still

        Assert.Equal((" two", "2 tokens"), (await received.NextAsync(), await received.NextAsync()));
    }

    [Fact]
    public async Task What_is_told_of_tokens_goes_together_after_their_text()
    {
        var sending = SendAsync();
        Text("one");
        await received.NextAsync();
        foreach (var text in (string[])[" two", " three"])
        {
            Text(text);
            task.Send(new() { LogProbs = new() { Tokens = { new TokenLogProb { Token = ByteString.CopyFromUtf8(text) } } } });
        }

        task.Send(new() { Finished = new() { CompletionTokens = 3 } });
        task.Complete();
        await sending;

        Assert.Equal([" two three", "told  two| three", "3 tokens"], [await received.NextAsync(), await received.NextAsync(), await received.NextAsync()]);
    }

    [Fact]
    public async Task A_failure_comes_after_the_text_before_it()
    {
        var sending = SendAsync();
        Text("one");
        await received.NextAsync();
        Text(" two");
        task.Fail(StatusCode.Internal, "It failed.");

        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => sending)).StatusCode);
        Assert.Equal(" two", await received.NextAsync());
    }

    Task SendAsync() => new TextPacer(time).SendAsync(task, received, CancellationToken.None);

    void Text(string text) => task.Send(new() { Text = text });

    sealed class Received : IServerStreamWriter<GenerateEvent>
    {
        readonly Channel<GenerateEvent> messages = Channel.CreateUnbounded<GenerateEvent>();

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(GenerateEvent message) => messages.Writer.WriteAsync(message).AsTask();

        public async Task<string> NextAsync()
        {
            var message = await messages.Reader.ReadAsync();
            return message switch
            {
                { Finished: { } finished } => $"{finished.CompletionTokens} tokens",
                { LogProbs: { } told } => $"told {string.Join('|', told.Tokens.Select(token => token.Token.ToStringUtf8()))}",
                _ => message.Text,
            };
        }
    }
}
