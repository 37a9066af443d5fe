using System.Runtime.ExceptionServices;
using Google.Protobuf;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>Sends one stream of audio while its results come back. A fault of the audio's source ends the call; one of the connection shows in the results.</summary>
internal sealed class AudioUpload(IClientStreamWriter<RecognizeRequest> requests, CancellationTokenSource ending)
{
    const int LongestMessage = 64 * 1024;

    ExceptionDispatchInfo? _sourceFault;

    /// <summary>Never faults.</summary>
    public async Task RunAsync(RecognizeRequest start, IAsyncEnumerable<ReadOnlyMemory<byte>> pcm16)
    {
        try
        {
            if (!await TrySendAsync(start))
            {
                return;
            }

            await foreach (var audio in pcm16.WithCancellation(ending.Token))
            {
                if (!await TrySendAsync(audio))
                {
                    return;
                }
            }

            await TrySendAsync(new RecognizeRequest { Finish = new() });
        }
        catch (Exception fault)
        {
            _sourceFault = ExceptionDispatchInfo.Capture(fault);
            await ending.CancelAsync();
        }
    }

    /// <summary>The outcome of <paramref name="step"/>; what the audio's source threw where that was the cause.</summary>
    public async Task<T> OrItsFaultAsync<T>(Task<T> step, CancellationToken ct)
    {
        try
        {
            return await step;
        }
        catch (OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            _sourceFault?.Throw();
            throw;
        }
    }

    async Task<bool> TrySendAsync(ReadOnlyMemory<byte> audio)
    {
        for (var rest = audio; rest.Length > 0; rest = rest[Math.Min(LongestMessage, rest.Length)..])
        {
            // Wrapped, not copied: a message is serialized before WriteAsync returns.
            if (!await TrySendAsync(new RecognizeRequest { Audio = UnsafeByteOperations.UnsafeWrap(rest[..Math.Min(LongestMessage, rest.Length)]) }))
            {
                return false;
            }
        }

        return true;
    }

    async Task<bool> TrySendAsync(RecognizeRequest message)
    {
        try
        {
            await requests.WriteAsync(message, ending.Token);
            return true;
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or OperationCanceledException or IOException or HttpRequestException)
        {
            // The call is over; reading its results says why.
            return false;
        }
    }
}
