using System.Buffers.Binary;
using System.Text;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests.Rehearsal;

/// <summary>The recording that the browser's fake microphone and the demonstration play.</summary>
internal static class DemonstrationRecording
{
    /// <summary>Ten seconds: 300 Hz on the left channel only, 1,100 Hz on the right only, so that a mix-up of channels can be measured.</summary>
    public static string Tones { get; } = WriteTones("onpremllm-tones.wav", rightVolume: 12000, seconds: 10);

    public static string Path { get; } = Find();

    static string Find()
    {
        var shipped = Repository.PathOf("models", "demo", "visit-1.wav");
        return File.Exists(shipped) ? shipped : Tones;
    }

    public static string WriteTones(string name, double rightVolume, int seconds)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        var data = new byte[16000 * seconds * 4];
        for (var i = 0; i < 16000 * seconds; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(i * 4), (short)(12000 * Math.Sin(2 * Math.PI * 300 * i / 16000)));
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan((i * 4) + 2), (short)(rightVolume * Math.Sin(2 * Math.PI * 1100 * i / 16000)));
        }

        using var file = new BinaryWriter(File.Create(path));
        file.Write(Encoding.ASCII.GetBytes("RIFF"));
        file.Write(36 + data.Length);
        file.Write(Encoding.ASCII.GetBytes("WAVEfmt "));
        file.Write(16);
        file.Write((short)1);
        file.Write((short)2);
        file.Write(16000);
        file.Write(64000);
        file.Write((short)4);
        file.Write((short)16);
        file.Write(Encoding.ASCII.GetBytes("data"));
        file.Write(data.Length);
        file.Write(data);
        return path;
    }
}
