using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// A session outside of the context: its tokens with their keys and values. Its form is this project's own and holds nothing that says where in
/// native memory anything goes: llama.cpp's states have no checksum, and a damaged one makes it ask for memory without end. Memory of its own, overwritten
/// when it is disposed.
/// </summary>
internal sealed unsafe class SessionState : IDisposable
{
    const int NameBytes = 160;
    const int HeadBytes = NameBytes + sizeof(int);
    static readonly byte[] format = "onpremllm session 1"u8.ToArray();

    readonly byte* memory;

    SessionState(long length)
    {
        Length = length;
        memory = (byte*)NativeMemory.AllocZeroed((nuint)length);
    }

    public long Length { get; }

    /// <summary>Keys and values, as <see cref="StateLayout.CopyRows"/> gives them.</summary>
    public byte* Rows => memory + HeadBytes + ((long)sizeof(int) * Tokens.Length);

    public ReadOnlySpan<int> Tokens => new((int*)(memory + HeadBytes), *(int*)(memory + NameBytes));

    /// <summary>With the tokens, and room for their rows.</summary>
    /// <param name="model">SHA-256 of the model's files, lower-case hex.</param>
    public static SessionState Of(string model, StateLayout layout, IReadOnlyList<int> tokens)
    {
        var state = new SessionState(LengthOf(layout, tokens.Count));
        Name(model, layout).CopyTo(new Span<byte>(state.memory, NameBytes));
        *(int*)(state.memory + NameBytes) = tokens.Count;
        for (var i = 0; i < tokens.Count; i++)
        {
            ((int*)(state.memory + HeadBytes))[i] = tokens[i];
        }

        return state;
    }

    public static long LengthOf(StateLayout layout, int tokens) => HeadBytes + ((long)sizeof(int) * tokens) + layout.RowBytesOf(tokens);

    /// <summary>Room for what somebody sends.</summary>
    public static SessionState Empty(long length) => new(Math.Max(length, HeadBytes));

    /// <summary>A part of the bytes, at most 2 GiB.</summary>
    public Span<byte> Part(long from, int length) => from + length <= Length ? new(memory + from, length) : throw new ArgumentOutOfRangeException(nameof(length));

    /// <summary>Whether these bytes are a session of this model and layout, with so many tokens at most.</summary>
    /// <param name="received">How many bytes came.</param>
    public bool IsOf(string model, StateLayout layout, int mostTokens, int vocabulary, long received) =>
        received >= HeadBytes
        && new Span<byte>(memory, NameBytes).SequenceEqual(Name(model, layout))
        && *(int*)(memory + NameBytes) is > 0 and var tokens && tokens <= mostTokens && received == LengthOf(layout, tokens)
        && !Tokens.ContainsAnyExceptInRange(0, vocabulary - 1);

    public void Dispose()
    {
        NativeMemory.Clear(memory, (nuint)Length);
        NativeMemory.Free(memory);
    }

    // The release is in it: keys and values of another one may be computed otherwise.
    static byte[] Name(string model, StateLayout layout)
    {
        var name = new byte[NameBytes];
        format.CopyTo(name, 0);
        Encoding.ASCII.GetBytes(LlamaRuntime.PinnedCommit, 0, Math.Min(40, LlamaRuntime.PinnedCommit.Length), name, 32);
        Convert.FromHexString(model).CopyTo(name, 80);
        BinaryPrimitives.WriteInt64LittleEndian(name.AsSpan(112), layout.RowBytesPerCell);
        return name;
    }
}
