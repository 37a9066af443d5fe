using System.Runtime.CompilerServices;
using Protocol = OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>The recognizer in the owner's own worker process.</summary>
internal sealed class WorkerSpeechRecognizer(WorkerSupervisor supervisor) : ISpeechRecognizer
{
    public async ValueTask<RecognizerInfo> DescribeAsync(OwnerId owner, CancellationToken ct)
    {
        using var worker = await supervisor.AcquireSpeechAsync(owner, ct);
        return new()
        {
            Engine = worker.Description.Engine,
            Version = worker.Description.EngineVersion,
            // 15 to 28 % of its words are wrong: it shows the product and must not transcribe patients.
            IsDemonstration = worker.Description.Engine == "pocketsphinx",
        };
    }

    public async IAsyncEnumerable<RecognitionUpdate> RecognizeAsync(
        OwnerId owner, RecognitionStart start, IAsyncEnumerable<ReadOnlyMemory<byte>> pcm16, [EnumeratorCancellation] CancellationToken ct)
    {
        using var worker = await supervisor.AcquireSpeechAsync(owner, ct);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var call = worker.Begin(channel => new Protocol.Speech.SpeechClient(channel).Recognize(cancellationToken: ending.Token));
        var upload = new AudioUpload(call.RequestStream, ending);
        var sending = upload.RunAsync(SpeechMessages.Start(owner, start), pcm16);
        try
        {
            while (await upload.OrItsFaultAsync(worker.GuardAsync(() => call.ResponseStream.MoveNext(ending.Token), ending.Token), ct))
            {
                if (SpeechMessages.Update(call.ResponseStream.Current) is { } update)
                {
                    yield return update;
                    if (update is RecognitionUpdate.Done)
                    {
                        yield break;
                    }
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            await sending;
        }

        throw RpcFailures.Incomplete();
    }
}
