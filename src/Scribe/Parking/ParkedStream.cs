using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OnPremLlm.Scribe.Parking;

/// <summary>Reads what a <see cref="ParkingStream"/> wrote. Every object is authenticated before a byte of it is given on.</summary>
internal sealed class ParkedStream : Stream
{
    readonly IAsyncEnumerator<SealedObject> _objects;
    readonly byte[] _run;
    readonly int _count;
    int _read;
    ReadOnlyMemory<byte> _rest;

    ParkedStream(IAsyncEnumerator<SealedObject> objects, byte[] run, int count, long length) => (_objects, _run, _count, Length) = (objects, run, count, length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Null where nothing is parked.</summary>
    /// <exception cref="TamperedRecordException">The object that tells what is parked was altered or moved.</exception>
    public static async Task<ParkedStream?> OpenAsync(RecordStore records, TenantId tenant, RecordAddress address, CancellationToken ct)
    {
        var objects = records.ReadAsync(tenant, address, afterSequence: -1, ct).GetAsyncEnumerator(ct);
        if (await objects.MoveNextAsync() && objects.Current is { Sequence: 0, Content: { Length: ParkingStream.HeadBytes } head })
        {
            return new(objects, head[..ParkingStream.RunBytes].ToArray(), BinaryPrimitives.ReadInt32LittleEndian(head.Span[ParkingStream.RunBytes..]), BinaryPrimitives.ReadInt64LittleEndian(head.Span[(ParkingStream.RunBytes + sizeof(int))..]));
        }

        await objects.DisposeAsync();
        return null;
    }

    /// <exception cref="InvalidDataException">The parking was cut off, or another one lies over it.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty && _read < _count)
        {
            _rest = await NextAsync();
        }

        var part = _rest[..Math.Min(_rest.Length, buffer.Length)];
        part.CopyTo(buffer);
        _rest = _rest[part.Length..];
        return part.Length;
    }

    public override async ValueTask DisposeAsync()
    {
        await _objects.DisposeAsync();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    async Task<ReadOnlyMemory<byte>> NextAsync()
    {
        _read++;
        return await _objects.MoveNextAsync() && _objects.Current is var next && next.Sequence == _read && next.Content.Length > ParkingStream.RunBytes
            && CryptographicOperations.FixedTimeEquals(next.Content.Span[..ParkingStream.RunBytes], _run)
            ? next.Content[ParkingStream.RunBytes..]
            : throw new InvalidDataException("What is parked is not whole.");
    }
}
