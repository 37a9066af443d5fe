using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Native;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>
/// What a sequence held is gone from the process's memory after it was wiped, not merely marked free: all writable memory is searched
/// for keys that the sequence held.
/// </summary>
public sealed class WipeTests
{
    const int Tokens = 300;
    const int KeyBytes = 128; // 64 numbers of two bytes

    [Fact]
    public void A_wiped_sequence_leaves_no_key_in_memory_and_another_keeps_its_own()
    {
        using var file = new TinyModel(TinyModel.ChatMl);
        LlamaRuntime.Load(InProcessWorker.NativePackage, NullLogger.Instance);
        using var model = LlamaModel.Load(file.Path, gpuLayers: 0);
        using var context = LlamaContext.Create(model, new(1024, 3, 512, 1));
        using var batch = new LlamaBatchBuffer(512);
        var wiper = new SequenceWiper(context, NullLogger.Instance);
        wiper.Learn(batch, 0);
        var sequence = new Sequence(1);
        Decode(context, batch, sequence.Id, step: 3);
        Decode(context, batch, sequence: 2, step: 5);
        sequence.Tokens.AddRange(Enumerable.Repeat(0, Tokens));
        sequence.MarkHighWater(Tokens);
        var early = KeyOf(context, sequence: 1, position: 150);
        var tail = KeyOf(context, sequence: 1, position: 250);
        var others = KeyOf(context, sequence: 2, position: 150);
        Assert.True(context.RemoveFrom(sequence.Id, 200)); // rolled back: the tail's cells are free, but still written

        Assert.True(wiper.CanOverwrite);
        Assert.True(IsInMemory(early) && IsInMemory(tail), "The search must find keys that are there.");
        wiper.Wipe(sequence);

        Assert.False(IsInMemory(early), "A key of the wiped sequence is still in memory.");
        Assert.False(IsInMemory(tail), "A key that was rolled back before is still in memory.");
        Assert.True(IsInMemory(others), "The other sequence must keep its keys.");
        Assert.Equal((-1, Tokens - 1), (context.LastPosition(1), context.LastPosition(2)));
    }

    [Fact]
    public void A_state_of_another_shape_is_not_understood()
    {
        Assert.Null(StateLayout.Learn([]));
        Assert.Null(StateLayout.Learn([0xD8, 0x3C, 0x14, 0xAF, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9, 9]));
        Assert.Null(StateLayout.Learn(RandomNumberGenerator.GetBytes(400)));
    }

    static void Decode(LlamaContext context, LlamaBatchBuffer batch, int sequence, int step)
    {
        batch.Clear();
        for (var i = 0; i < Tokens; i++)
        {
            batch.Add(261 + (i * step % 200), i, sequence, output: false);
        }

        Assert.Equal(DecodeResult.Done, context.Decode(batch));
    }

    // The first 16 bytes of a token's key in the first layer, masked: the search must not find our own copy.
    static MaskedKey KeyOf(LlamaContext context, int sequence, int position)
    {
        var state = context.ReadState(sequence);
        // magic, sequence, stream count, a cell count for each stream up to the sequence's, cells, two numbers, type, row size: see StateLayout
        var at = 8 + 4 + (4 * sequence) + 4 + (12 * Tokens) + 8 + 12 + (KeyBytes * position);
        var mask = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        var key = new MaskedKey(mask, BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(at)) ^ mask, BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(at + 8)) ^ mask);
        CryptographicOperations.ZeroMemory(state);
        return key;
    }

    static bool IsInMemory(MaskedKey key)
    {
        using var memory = new FileStream("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        var buffer = new byte[1 << 20];
        var found = false;
        foreach (var (start, end) in WritableRegions())
        {
            for (var at = start; at < end && !found; at += buffer.Length - 16)
            {
                found = Read(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at))) is var read && Contains(buffer.AsSpan(0, read), key);
            }
        }

        CryptographicOperations.ZeroMemory(buffer);
        return found;
    }

    static int Read(FileStream memory, long at, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(memory.SafeFileHandle, buffer, at);
        }
        catch (IOException)
        {
            return 0; // a guard page
        }
    }

    static bool Contains(ReadOnlySpan<byte> memory, MaskedKey key)
    {
        for (var i = 0; i + 16 <= memory.Length; i += 8) // keys are rows of 128 bytes in aligned tensors
        {
            if ((BinaryPrimitives.ReadUInt64LittleEndian(memory[i..]) ^ key.Mask) == key.First && (BinaryPrimitives.ReadUInt64LittleEndian(memory[(i + 8)..]) ^ key.Mask) == key.Second)
            {
                return true;
            }
        }

        return false;
    }

    static List<(long Start, long End)> WritableRegions() =>
    [
        .. File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')).Where(fields => fields[1].StartsWith("rw", StringComparison.Ordinal)).Select(fields => fields[0].Split('-'))
            .Where(range => range[0].Length < 16).Select(range => (Convert.ToInt64(range[0], 16), Convert.ToInt64(range[1], 16))),
    ];

    readonly record struct MaskedKey(ulong Mask, ulong First, ulong Second);
}
