using System.Buffers.Binary;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// The shape of a sequence's state as the pinned llama.cpp writes it, learnt from one that holds a single token, so that states of any
/// number of zeroed cells can be composed. A magic number and the sequence first. Per cache: stream count; per stream cell count; per cell position, 1, sequence; then a flag for
/// transposed values, layer count, and per layer type, row size and rows, first of keys, then of values.
/// </summary>
internal sealed class StateLayout
{
    const int CellBytes = 12;
    const int HeaderBytes = 2 * sizeof(int);
    const int Magic = unchecked((int)0xAF143CD8);
    readonly List<Cache> caches = [];

    /// <summary>Null when the state has another shape: recurrent models, transposed values, positions with more parts.</summary>
    public static StateLayout? Learn(ReadOnlySpan<byte> singleToken)
    {
        var layout = new StateLayout();
        var at = HeaderBytes;
        if (singleToken.Length <= at || BinaryPrimitives.ReadInt32LittleEndian(singleToken) != Magic)
        {
            return null;
        }

        try
        {
            while (at < singleToken.Length)
            {
                layout.caches.Add(Cache.Read(singleToken, ref at));
            }
        }
        catch (Exception other) when (other is ArgumentOutOfRangeException or InvalidDataException)
        {
            return null;
        }

        return at == singleToken.Length ? layout : null;
    }

    public long SizeOf(int cells) => HeaderBytes + caches.Sum(cache => cache.SizeOf(cells));

    /// <summary>Keys and values of so many cells, without what says where they belong.</summary>
    public long RowBytesOf(int cells) => cells * RowBytesPerCell;

    public long RowBytesPerCell => caches.Sum(cache => cache.Rows.Sum(row => (long)row.RowBytes));

    /// <summary>Writes a state of that many cells into memory that is zero already: without rows, keys and values stay untouched, and so take no room.</summary>
    /// <param name="rows">Null, or keys and values as <see cref="CopyRows"/> gave them.</param>
    public unsafe void Compose(byte* zeros, int sequence, int cells, byte* rows = null) => Walk(zeros, sequence, cells, new StateWriter(rows));

    /// <summary>
    /// Copies keys and values out of a state that llama.cpp wrote. False where it is not a state of the cells from position 0 on, one after the other,
    /// as <see cref="Compose"/> would write it.
    /// </summary>
    /// <param name="rows">Room for <see cref="RowBytesOf"/>.</param>
    public unsafe bool CopyRows(byte* state, int sequence, int cells, byte* rows)
    {
        var reader = new StateReader(rows);
        Walk(state, sequence, cells, reader);
        return reader.IsAsExpected;
    }

    // One description of the form, for writing and for checking.
    unsafe void Walk(byte* at, int sequence, int cells, IStateVisitor visitor)
    {
        at = visitor.Value(visitor.Value(at, Magic), sequence);
        foreach (var cache in caches)
        {
            at = cache.Walk(at, sequence, cells, visitor);
        }
    }

    sealed record Cache(int Streams, int Stream, List<(int Type, ulong RowBytes)> Rows)
    {
        public static Cache Read(ReadOnlySpan<byte> state, ref int at)
        {
            var streams = ReadInt(state, ref at);
            var stream = -1;
            List<(int, ulong)> rows = [];
            for (var i = 0; i < streams; i++)
            {
                if (ReadInt(state, ref at) is not 0 and var cells)
                {
                    Require(cells == 1 && stream < 0);
                    stream = i;
                    rows = ReadRows(state, ref at);
                }
            }

            Require(stream >= 0);
            return new(streams, stream, rows);
        }

        public long SizeOf(int cells) => ((Streams + 1L) * sizeof(int)) + ((long)CellBytes * cells) + 8 + Rows.Sum(row => 12 + (cells * (long)row.RowBytes));

        public unsafe byte* Walk(byte* at, int sequence, int cells, IStateVisitor visitor)
        {
            at = visitor.Value(at, Streams);
            for (var i = 0; i < Streams; i++)
            {
                // The sequence's own stream has its number; where all share one, there is only stream 0.
                at = i == (Streams == 1 ? 0 : sequence) ? WalkStream(at, sequence, cells, visitor) : visitor.Value(at, 0);
            }

            return at;
        }

        unsafe byte* WalkStream(byte* at, int sequence, int cells, IStateVisitor visitor)
        {
            at = visitor.Value(at, cells);
            for (var position = 0; position < cells; position++)
            {
                at = visitor.Value(visitor.Value(visitor.Value(at, position), 1), sequence);
            }

            at = visitor.Value(visitor.Value(at, 0), Rows.Count / 2);
            foreach (var (type, rowBytes) in Rows)
            {
                at = visitor.Value(visitor.Value(visitor.Value(at, type), (int)rowBytes), 0); // a row has less than 2^24 bytes, in 64 bits
                at = visitor.Rows(at, (long)rowBytes * cells);
            }

            return at;
        }

        static List<(int, ulong)> ReadRows(ReadOnlySpan<byte> state, ref int at)
        {
            Require(ReadInt(state, ref at) == 0 && ReadInt(state, ref at) == 1); // first position, one sequence
            ReadInt(state, ref at);
            Require(ReadInt(state, ref at) == 0); // values not transposed
            var layers = ReadInt(state, ref at);
            Require(layers is > 0 and <= 512);
            var rows = new List<(int, ulong)>();
            for (var i = 0; i < 2 * layers; i++)
            {
                var type = ReadInt(state, ref at);
                var bytes = BinaryPrimitives.ReadUInt64LittleEndian(state[at..]);
                Require(bytes is > 0 and < (1 << 24) && at + sizeof(ulong) + (int)bytes <= state.Length);
                at += sizeof(ulong) + (int)bytes;
                rows.Add((type, bytes));
            }

            return rows;
        }

        static int ReadInt(ReadOnlySpan<byte> state, ref int at)
        {
            var value = BinaryPrimitives.ReadInt32LittleEndian(state[at..]);
            at += sizeof(int);
            return value;
        }

        static void Require(bool holds)
        {
            if (!holds)
            {
                throw new InvalidDataException();
            }
        }
    }
}
