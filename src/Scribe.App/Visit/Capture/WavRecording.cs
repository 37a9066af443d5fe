using System.Buffers.Binary;
using System.Text;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Capture;

/// <summary>A 16 kHz 16-bit WAV file cut into frames as a microphone would give them.</summary>
public sealed class WavRecording
{
    readonly byte[] file;
    readonly int dataAt;
    readonly int dataLength;

    WavRecording(byte[] file, int channels, int dataAt, int dataLength)
    {
        this.file = file;
        Channels = channels;
        this.dataAt = dataAt;
        this.dataLength = dataLength;
    }

    public int Channels { get; }

    public int FrameCount => (dataLength + FrameBytes - 1) / FrameBytes;

    public long Milliseconds => dataLength * 1000L / (AudioFrame.SampleRate * 2 * Channels);

    int FrameBytes => AudioFrame.BytesPerChannel * Channels;

    /// <summary>The last frame may be shorter than the others.</summary>
    public byte[] Frame(int index)
    {
        var from = index * FrameBytes;
        return file.AsSpan(dataAt + from, Math.Min(FrameBytes, dataLength - from)).ToArray();
    }

    /// <exception cref="FormatException">It is no WAV file of that kind; the message says which kind is needed.</exception>
    public static WavRecording Read(byte[] file)
    {
        if (file.Length < 12 || Tag(file, 0) != "RIFF" || Tag(file, 8) != "WAVE")
        {
            throw Refused("This is no WAV file");
        }

        var channels = 0;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4)), (uint)(file.Length - at - 8));
            if (Tag(file, at) == "fmt " && size >= 16)
            {
                channels = Channel(file.AsSpan(at + 8, size));
            }
            else if (Tag(file, at) == "data")
            {
                return channels > 0 ? new(file, channels, at + 8, size - (size % (2 * channels))) : throw Refused("The WAV file names no format");
            }

            at += 8 + size + (size & 1);
        }

        throw Refused("The WAV file has no sound in it");
    }

    static int Channel(ReadOnlySpan<byte> format)
    {
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        return rate == AudioFrame.SampleRate && bits == 16 && channels is 1 or 2
            ? channels
            : throw Refused($"The WAV file has {rate} Hz, {bits} bits and {channels} channels");
    }

    static string Tag(byte[] file, int at) => Encoding.ASCII.GetString(file, at, 4);

    static FormatException Refused(string what) => new($"{what}; a recording of 16,000 Hz, 16 bits and 1 or 2 channels is needed.");
}
