using System.Buffers.Binary;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Cli;

/// <summary>A RIFF/WAVE recording that the hub takes as it is: PCM, 16 bit, 16 kHz, one or two channels.</summary>
internal sealed record WaveFile(int Channels, ReadOnlyMemory<byte> Samples)
{
    public TimeSpan Duration => TimeSpan.FromSeconds(Samples.Length / (2.0 * Channels * AudioFrame.SampleRate));

    /// <summary>Throws <see cref="DemonstrationException"/> saying what the file has and what is needed.</summary>
    public static WaveFile Read(string path)
    {
        ReadOnlyMemory<byte> file = File.Exists(path) ? File.ReadAllBytes(path) : throw new DemonstrationException($"There is no recording {path}.");
        var span = file.Span;
        if (span.Length < 12 || !span[..4].SequenceEqual("RIFF"u8) || !span[8..12].SequenceEqual("WAVE"u8))
        {
            throw new DemonstrationException($"{path} is no WAVE file. Needed: PCM, 16 bit, 16 kHz, 1 or 2 channels.");
        }

        int channels = 0;
        for (var at = 12; at + 8 <= span.Length;)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(span[(at + 4)..]);
            var body = span[(at + 8)..Math.Min(span.Length, at + 8 + Math.Max(0, size))];
            if (span.Slice(at, 4).SequenceEqual("fmt "u8))
            {
                channels = CheckFormat(path, body);
            }
            else if (span.Slice(at, 4).SequenceEqual("data"u8) && channels > 0)
            {
                return new WaveFile(channels, file.Slice(at + 8, body.Length - (body.Length % (2 * channels))));
            }

            at += 8 + Math.Max(0, size) + (size & 1);
        }

        throw new DemonstrationException($"{path} has no sound in it (no data chunk after a fmt chunk).");
    }

    /// <summary>The recording as frames of 200 ms; the last may be shorter.</summary>
    public IEnumerable<AudioFrame> Frames()
    {
        var size = AudioFrame.BytesPerChannel * Channels;
        for (var (at, sequence) = (0, 0L); at < Samples.Length; at += size, sequence++)
        {
            yield return new AudioFrame { Sequence = sequence, Pcm = Samples.Slice(at, Math.Min(size, Samples.Length - at)).ToArray() };
        }
    }

    static int CheckFormat(string path, ReadOnlySpan<byte> body)
    {
        var (format, channels, rate, bits) = body.Length < 16
            ? (0, 0, 0, 0)
            : (BinaryPrimitives.ReadInt16LittleEndian(body), BinaryPrimitives.ReadInt16LittleEndian(body[2..]), BinaryPrimitives.ReadInt32LittleEndian(body[4..]), BinaryPrimitives.ReadInt16LittleEndian(body[14..]));
        return format is 1 && channels is 1 or 2 && rate == AudioFrame.SampleRate && bits == 16
            ? channels
            : throw new DemonstrationException($"{path} has format {format}, {channels} channel(s), {rate} Hz, {bits} bit. Needed: PCM (1), 1 or 2 channels, 16000 Hz, 16 bit; sox {path} -r 16000 -b 16 new.wav converts it.");
    }
}
