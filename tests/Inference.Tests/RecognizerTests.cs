using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.ScriptedSupervision;

namespace OnPremLlm.Inference.Tests;

public class RecognizerTests
{
    static readonly RecognitionStart _start = new() { Session = "recording", OffsetMs = 1000 };

    [Fact]
    public async Task Audio_goes_out_in_allowed_pieces_and_results_come_back()
    {
        await using var supervision = Speech(async (requests, events) =>
        {
            var lengths = new List<int>();
            while (await requests.MoveNext(CancellationToken.None) && requests.Current.RequestCase != RecognizeRequest.RequestOneofCase.Finish)
            {
                lengths.Add(requests.Current.Audio.Length);
            }

            await events.WriteAsync(new() { Partial = new() { StartMs = 1000, EndMs = 1200, Text = string.Join(' ', lengths) } });
            await events.WriteAsync(new() { Final = new() { StartMs = 1000, EndMs = 1400, Words = { new Protocol.RecognizedWord { Text = "cough", StartMs = 1000, EndMs = 1400, Confidence = 0.5f } } } });
            await events.WriteAsync(new() { Done = new() { AudioMs = 4200, SpeechMs = 400 } });
        });
        var updates = await HearAsync(supervision, Audio(100_000, 0, 6));

        Assert.Equal(new RecognitionUpdate.Partial(1000, 1200, "0 65536 34464 6"), updates[0]);
        Assert.Equal(new RecognizedWord("cough", 1000, 1400, 0.5f), Assert.Single(Assert.IsType<RecognitionUpdate.Final>(updates[1]).Words));
        Assert.Equal(new RecognitionUpdate.Done(4200, 400), updates[2]);
    }

    [Fact]
    public async Task What_the_source_of_the_audio_throws_is_passed_on()
    {
        await using var supervision = Speech(async (requests, _) =>
        {
            while (await requests.MoveNext(CancellationToken.None))
            {
            }
        });

        await Assert.ThrowsAsync<InvalidDataException>(() => HearAsync(supervision, Broken()));
    }

    [Fact]
    public async Task Results_that_stop_without_the_end_are_a_failure()
    {
        await using var supervision = Speech((_, events) => events.WriteAsync(new() { Partial = new() { Text = "cou" } }));
        var failure = await Assert.ThrowsAsync<InferenceException>(() => HearAsync(supervision, Audio(10)));

        Assert.True(failure.Retryable);
    }

    [Fact]
    public async Task A_demonstration_engine_says_so()
    {
        await using var supervision = Speech((_, _) => Task.CompletedTask);
        Assert.True((await supervision.Recognizer.DescribeAsync(Owner, CancellationToken.None)).IsDemonstration);
    }

    static ScriptedSupervision Speech(Func<Grpc.Core.IAsyncStreamReader<RecognizeRequest>, Grpc.Core.IServerStreamWriter<RecognizeEvent>, Task> script)
    {
        var supervision = new ScriptedSupervision();
        supervision.Launcher.Script = worker =>
        {
            (worker.Description.Role, worker.Description.Engine) = (WorkerRole.Speech, "pocketsphinx");
            worker.OnRecognize = (requests, events, _) => script(requests, events);
        };
        return supervision;
    }

    static async Task<List<RecognitionUpdate>> HearAsync(ScriptedSupervision supervision, IAsyncEnumerable<ReadOnlyMemory<byte>> audio)
    {
        var updates = new List<RecognitionUpdate>();
        await foreach (var update in supervision.Recognizer.RecognizeAsync(Owner, _start, audio, CancellationToken.None))
        {
            updates.Add(update);
        }

        return updates;
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Audio(params int[] lengths)
    {
        foreach (var length in lengths)
        {
            await Task.Yield();
            yield return new byte[length];
        }
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Broken()
    {
        yield return new byte[320];
        await Task.Yield();
        throw new InvalidDataException("the recording broke");
    }
}
