using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OnPremLlm.Scribe.Parking;

/// <summary>
/// Writes a session's state into the tenant's store in sealed objects of 1 MiB. Each begins with a number that is new for each parking; the object 0 has
/// it too, how many there are and how long they are together, and comes last: what was cut off, or lies over the rest of an earlier one, is known.
/// </summary>
internal sealed class ParkingStream(RecordStore records, TenantId tenant, RecordAddress address) : Stream
{
    internal const int RunBytes = 16;
    internal const int HeadBytes = RunBytes + sizeof(int) + sizeof(long);
    const int ObjectBytes = 1 << 20;

    readonly byte[] _object = NewObject();
    int _filled = RunBytes;
    int _objects;
    long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _length += buffer.Length;
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, _object.Length - _filled)];
            part.CopyTo(_object.AsMemory(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
            if (_filled == _object.Length)
            {
                await StoreAsync(cancellationToken);
            }
        }
    }

    /// <summary>Durable, and found by the next who looks, when it returns.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        if (_filled > RunBytes)
        {
            await StoreAsync(ct);
        }

        var head = new byte[HeadBytes];
        _object.AsSpan(0, RunBytes).CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(RunBytes), _objects);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(RunBytes + sizeof(int)), _length);
        await records.ReplaceAsync(tenant, address, new(0, head), ct);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_object);
        base.Dispose(disposing);
    }

    async Task StoreAsync(CancellationToken ct)
    {
        await records.ReplaceAsync(tenant, address, new(++_objects, _object.AsMemory(0, _filled)), ct);
        _filled = RunBytes;
    }

    static byte[] NewObject()
    {
        var bytes = new byte[ObjectBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, RunBytes));
        return bytes;
    }
}
