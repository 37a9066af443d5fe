using System.Buffers;
using System.IO.Pipelines;

namespace OnPremLlm.Inference;

/// <summary>Reads server-sent events (text/event-stream): their data alone, joined by line feeds. Bounded, so that no engine fills this process.</summary>
internal sealed class RemoteEvents(Stream stream) : IAsyncDisposable
{
    const int LargestEvent = 4 << 20;

    static readonly byte[] _data = "data:"u8.ToArray();

    readonly PipeReader _reader = PipeReader.Create(stream);
    readonly ArrayBufferWriter<byte> _event = new();

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    /// <summary>The next event's data, valid until the next call; null at the end of the stream.</summary>
    /// <param name="heard">Called whenever anything came, also a comment.</param>
    /// <exception cref="InvalidDataException">An event is larger than 4 MiB.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(Action heard, CancellationToken ct)
    {
        _event.ResetWrittenCount();
        while (true)
        {
            var read = await _reader.ReadAsync(ct);
            heard();
            var rest = read.Buffer;
            while (TryTakeLine(ref rest, out var line))
            {
                if (IsEnd(line))
                {
                    _reader.AdvanceTo(rest.Start);
                    return _event.WrittenMemory;
                }
            }

            _reader.AdvanceTo(rest.Start, rest.End);
            if (rest.Length + _event.WrittenCount > LargestEvent)
            {
                throw new InvalidDataException("An event is too large.");
            }

            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    static bool TryTakeLine(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }

        line = rest.Slice(0, end);
        rest = rest.Slice(rest.GetPosition(1, end));
        return true;
    }

    // An empty line ends an event that has data; comments and other fields are passed over.
    bool IsEnd(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray().AsSpan().TrimEnd((byte)'\r');
        if (bytes.StartsWith(_data))
        {
            if (_event.WrittenCount > 0)
            {
                _event.Write("\n"u8);
            }

            _event.Write(bytes[_data.Length..].TrimStart((byte)' '));
        }

        return bytes.IsEmpty && _event.WrittenCount > 0;
    }
}
