using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>Zero-terminated UTF-8 copies of strings for one native call; zeroed and freed together.</summary>
internal sealed class NativeStrings : IDisposable
{
    readonly List<nint> strings = [];

    public nint Add(string text)
    {
        var copy = Marshal.StringToCoTaskMemUTF8(text);
        strings.Add(copy);
        return copy;
    }

    public void Dispose()
    {
        strings.ForEach(Marshal.ZeroFreeCoTaskMemUTF8);
        strings.Clear();
    }
}
