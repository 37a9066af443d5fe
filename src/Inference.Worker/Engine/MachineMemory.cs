using System.Globalization;

namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>What the machine has left for keys and values. Not what the runtime has: its heap is limited, and they are outside of it.</summary>
internal static class MachineMemory
{
    /// <summary>MemAvailable of /proc/meminfo (proc(5)) in bytes; <see cref="long.MaxValue"/> where it is not told.</summary>
    public static long AvailableBytes() => File.Exists("/proc/meminfo") ? Parse(File.ReadLines("/proc/meminfo")) : long.MaxValue;

    public static long Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) is { } line
        && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : long.MaxValue;
}
