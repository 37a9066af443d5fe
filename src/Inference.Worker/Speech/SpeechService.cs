using System.Runtime.InteropServices;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>speech.proto over <see cref="Recognizer"/>.</summary>
internal sealed class SpeechService(Recognizer recognizer, ILogger<SpeechService> logger) : Protocol.Speech.SpeechBase
{
    const int SampleRate = 16000;
    const int LongestAudio = 64 * 1024;

    public override async Task Recognize(
        IAsyncStreamReader<RecognizeRequest> requestStream, IServerStreamWriter<RecognizeEvent> responseStream, ServerCallContext context)
    {
        var start = await ReadStartAsync(requestStream, context.CancellationToken);
        using var stream = Open(start);
        var events = new List<RecognizeEvent>();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            switch (request.RequestCase)
            {
                case RecognizeRequest.RequestOneofCase.Audio:
                    stream.Push(Samples(request.Audio.Span), events);
                    break;
                case RecognizeRequest.RequestOneofCase.Finish:
                    stream.Finish(events);
                    // Before done is sent, so that a client that has it finds the place free.
                    stream.Dispose();
                    break;
                default:
                    throw Invalid("After start only audio and finish are allowed. Open another call for another stream.");
            }

            foreach (var item in events)
            {
                await responseStream.WriteAsync(item, context.CancellationToken);
            }

            if (events.LastOrDefault()?.Done is { } done)
            {
                logger.RecognitionEnded(done.AudioMs, done.SpeechMs);
                return;
            }

            events.Clear();
        }

        throw Invalid("The stream ended without finish, so its last words are lost. Send finish after the last audio.");
    }

    static async Task<RecognizeStart> ReadStartAsync(IAsyncStreamReader<RecognizeRequest> requests, CancellationToken cancellationToken)
    {
        if (!await requests.MoveNext(cancellationToken) || requests.Current.RequestCase != RecognizeRequest.RequestOneofCase.Start)
        {
            throw Invalid("The first message must be start.");
        }

        var start = requests.Current.Start;
        return start.SampleRate == SampleRate
            ? start
            : throw Invalid($"A sample rate of {start.SampleRate} is not supported: resample to {SampleRate} and send mono 16-bit samples.");
    }

    RecognitionStream Open(RecognizeStart start)
    {
        if (recognizer.TryOpen(start.OffsetMs) is { } stream)
        {
            return stream;
        }

        logger.DecodersInUse(recognizer.Decoders);
        throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"All {recognizer.Decoders} decoders are in use: try again when a stream has ended, or start the worker with more --decoders."));
    }

    static ReadOnlySpan<short> Samples(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestAudio)
        {
            throw Invalid($"An audio message of {bytes.Length} bytes is too long: send at most {LongestAudio}.");
        }

        if (bytes.Length % sizeof(short) != 0)
        {
            throw Invalid($"An audio message of {bytes.Length} bytes cannot be 16-bit samples: send an even number of bytes.");
        }

        // Every platform that the native libraries exist for is little-endian.
        return MemoryMarshal.Cast<byte, short>(bytes);
    }

    static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
