using System.Buffers.Binary;
using System.Text;

namespace OnPremLlm.Tenancy.Sealing;

/// <summary>
/// What a ciphertext is bound to: a list of fields, each preceded by its length, so that no two lists give the same bytes
/// ("ab" + "c" is not "a" + "bc"). Whoever moves a ciphertext to another place changes a field, and it opens no more.
/// </summary>
static class SealingContext
{
    /// <summary>Version of the layout of records and of the key beneath them. A new layout gets a new number and keeps reading this one.</summary>
    const ushort Schema = 1, KeyVersion = 1;

    /// <summary>Context of one object of a record: tenant, category, encounter, object (kind and sequence), schema, key version.</summary>
    public static byte[] Record(TenantId tenant, EncounterId encounter, RecordCategory category, string kind, long sequence) =>
        Join("record"u8, Bytes(tenant.Value), [(byte)category], Bytes(encounter.Value), Encoding.ASCII.GetBytes(kind), Bytes(sequence), Bytes(Schema), Bytes(KeyVersion));

    public static byte[] TenantKey(TenantId tenant) => Join("tenant-key"u8, Bytes(tenant.Value));

    public static byte[] SealKey(TenantId tenant, DateOnly day, Guid sealKey) => Join("seal-key"u8, Bytes(tenant.Value), Bytes(day.DayNumber), Bytes(sealKey));

    public static byte[] Shard(TenantId tenant, DateOnly day, Guid sealKey) => Join("shard"u8, Bytes(tenant.Value), Bytes(day.DayNumber), Bytes(sealKey));

    public static byte[] Intent(TenantId tenant, DateOnly day) => Join("destruction-intent"u8, Bytes(tenant.Value), Bytes(day.DayNumber));

    public static byte[] Secret(TenantId tenant, string purpose) => Join("tenant-secret"u8, Bytes(tenant.Value), Encoding.ASCII.GetBytes(purpose));

    public static byte[] DatabasePassword(TenantId tenant) => Join("database-password"u8, Bytes(tenant.Value));

    static byte[] Join(ReadOnlySpan<byte> label, params ReadOnlySpan<byte[]> fields)
    {
        using var stream = new MemoryStream(128);
        Write(stream, label);
        foreach (var field in fields)
        {
            Write(stream, field);
        }

        return stream.ToArray();
    }

    static void Write(MemoryStream stream, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        stream.Write(length);
        stream.Write(field);
    }

    static byte[] Bytes(Guid value) => value.ToByteArray(bigEndian: true);

    static byte[] Bytes(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
