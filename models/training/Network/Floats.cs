namespace OnPremLlm.Training.Network;

/// <summary>Zeroed floats on a cache line's boundary that the collector does not move. Keep the object for as long as its pointer is used.</summary>
internal sealed unsafe class Floats
{
    const int LineBytes = 64;
    readonly float[] array;

    public Floats(long length)
    {
        Length = checked((int)length);
        array = GC.AllocateArray<float>(Length + (2 * LineBytes / sizeof(float)), pinned: true);
        fixed (float* start = array)
        {
            Start = (float*)(((nint)start + LineBytes - 1) / LineBytes * LineBytes);
        }
    }

    public int Length { get; }

    public float* Start { get; }

    public Span<float> Span => new(Start, Length);

    public void Clear() => Span.Clear();

    /// <summary><paramref name="floats"/>, or a longer one where it is null or too short. What it held is lost then.</summary>
    public static Floats Room(Floats? floats, long length) => floats is not null && floats.Length >= length ? floats : new(length + (length / 8));
}
