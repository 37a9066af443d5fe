using System.Runtime.InteropServices;
using System.Text;

namespace OnPremLlm.Training.Recording;

/// <summary>16 kHz, 16-bit PCM in WAV files.</summary>
internal static class WaveFile
{
    public const int SampleRate = 16000;
    const int HeaderBytes = 44;

    /// <summary>Reads a file of one channel whose data follows a header of 44 bytes, as flite writes it.</summary>
    public static short[] ReadMono(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var (channels, rate) = (BitConverter.ToInt16(bytes, 22), BitConverter.ToInt32(bytes, 24));
        return channels == 1 && rate == SampleRate
            ? MemoryMarshal.Cast<byte, short>(bytes.AsSpan(HeaderBytes)).ToArray()
            : throw new InvalidDataException($"{path} has {channels} channels at {rate} Hz; expected one at {SampleRate}. Use a 16 kHz voice.");
    }

    /// <summary>Writes interleaved samples.</summary>
    public static void Write(string path, ReadOnlySpan<short> samples, short channels)
    {
        var data = MemoryMarshal.AsBytes(samples);
        var frame = (short)(channels * sizeof(short));
        using var writer = new BinaryWriter(File.Create(path), Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(HeaderBytes - 8 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write(channels);
        writer.Write(SampleRate);
        writer.Write(SampleRate * frame);
        writer.Write(frame);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
    }
}
