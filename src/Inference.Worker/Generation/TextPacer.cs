using System.Text;
using System.Threading.Channels;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Sends a generation's events on. The first text goes at once; what is generated faster than a screen shows goes together, because each
/// message costs the core beside the one that computes, in this process and in the Host's.
/// </summary>
internal sealed class TextPacer(TimeProvider time)
{
    /// <summary>The least time between two messages of text: one picture of a 60 Hz screen. The end of a generation is not held up.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(16);

    /// <exception cref="RpcException">The one that failed the generation, after all that came before it was sent.</exception>
    public async Task SendAsync(GenerationTask task, IServerStreamWriter<GenerateEvent> stream, CancellationToken cancellation)
    {
        while (await task.Events.WaitToReadAsync(cancellation))
        {
            var hadText = false;
            foreach (var message in TakeAll(task.Events))
            {
                await stream.WriteAsync(message, cancellation);
                hadText |= message.EventCase == GenerateEvent.EventOneofCase.Text;
            }

            if (hadText)
            {
                await Task.WhenAny(task.Ended, Task.Delay(Interval, time, cancellation));
            }
        }
    }

    // What is there now, with runs of text joined, and what is told of their tokens after them.
    static List<GenerateEvent> TakeAll(ChannelReader<GenerateEvent> events)
    {
        var messages = new List<GenerateEvent>();
        var text = new StringBuilder();
        var logProbs = new TokenLogProbs();
        while (events.TryRead(out var message))
        {
            switch (message.EventCase)
            {
                case GenerateEvent.EventOneofCase.Text:
                    text.Append(message.Text);
                    break;
                case GenerateEvent.EventOneofCase.LogProbs:
                    logProbs.MergeFrom(message.LogProbs);
                    break;
                default:
                    TakeJoined();
                    messages.Add(message);
                    break;
            }
        }

        TakeJoined();
        return messages;

        void TakeJoined()
        {
            if (text.Length > 0)
            {
                messages.Add(new() { Text = text.ToString() });
                text.Clear();
            }

            if (logProbs.Tokens.Count > 0)
            {
                messages.Add(new() { LogProbs = logProbs });
                logProbs = new();
            }
        }
    }
}
