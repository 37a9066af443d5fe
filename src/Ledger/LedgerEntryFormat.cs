using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnPremLlm.Ledger;

/// <summary>
/// The canonical bytes of an entry, version 1. Reading accepts exactly what writing produces: two encodings of one entry would be two leaves.
/// Every string is a word of a small alphabet, so that no escaping exists and nobody can write a sentence about a patient into the log.
/// </summary>
internal static partial class LedgerEntryFormat
{
    public const int MaximumBytes = 65_535;
    private const int Version = 1;
    private static readonly (LedgerEntryType Type, string Word)[] s_words =
        [.. Enum.GetValues<LedgerEntryType>().Select(type => (type, JsonNamingPolicy.KebabCaseLower.ConvertName(type.ToString())))];

    public static byte[] Encode(LedgerEntry entry)
    {
        Check(entry);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, entry);
        }
        return buffer.WrittenCount <= MaximumBytes
            ? buffer.WrittenSpan.ToArray()
            : throw new ArgumentException($"A ledger entry is {buffer.WrittenCount:N0} bytes long; at most {MaximumBytes:N0} are allowed. Split its items over several entries.", nameof(entry));
    }

    public static LedgerEntry Decode(ReadOnlyMemory<byte> leaf)
    {
        try
        {
            using var json = JsonDocument.Parse(leaf, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var entry = Read(json.RootElement);
            return Encode(entry).AsSpan().SequenceEqual(leaf.Span)
                ? entry
                : throw new FormatException("The entry is not in the canonical form.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw new FormatException("The entry is not a ledger entry of version 1.", e);
        }
    }

    public static string Word(LedgerEntryType type) => s_words[(int)type].Word;

    public static bool IsRecordItem(string item) => RecordItemShape().IsMatch(item);

    private static void Write(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("v", Version);
        json.WriteString("type", Word(entry.Type));
        json.WriteString("time", CoarseTime.FormatMinute(entry.Time));
        WriteOptional(json, "visit", entry.Visit?.ToString("D"));
        WriteOptional(json, "category", entry.Category);
        WriteOptional(json, "due", entry.Due is { } due ? CoarseTime.FormatMinute(due) : null);
        WriteOptional(json, "policy", entry.Policy);
        WriteOptional(json, "disposition", entry.Disposition?.ToString("D"));
        if (entry.Items is { } items)
        {
            json.WriteStartArray("items");
            foreach (var item in items)
            {
                json.WriteStringValue(item);
            }
            json.WriteEndArray();
        }
        WriteOptional(json, "commitment", entry.Commitment);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static LedgerEntry Read(JsonElement json)
    {
        if (json.GetProperty("v").GetRawText() != "1")
        {
            throw new FormatException("The entry has another format version; this program reads version 1.");
        }
        var word = json.GetProperty("type").GetString();
        return new LedgerEntry
        {
            Type = s_words.Where(w => w.Word == word).Select(w => (LedgerEntryType?)w.Type).SingleOrDefault() ?? throw new FormatException("The entry has an unknown type."),
            Time = Minute(json.GetProperty("time").GetString()),
            Visit = Text(json, "visit") is { } visit ? Guid.ParseExact(visit, "D") : null,
            Category = Text(json, "category"),
            Due = Text(json, "due") is { } due ? Minute(due) : null,
            Policy = Text(json, "policy"),
            Disposition = Text(json, "disposition") is { } disposition ? Guid.ParseExact(disposition, "D") : null,
            Items = json.TryGetProperty("items", out var items) ? [.. items.EnumerateArray().Select(i => i.GetString() ?? throw new FormatException("An item is null."))] : null,
            Commitment = Text(json, "commitment"),
        };
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset Minute(string? text) =>
        CoarseTime.TryParseMinute(text, out var time) ? time : throw new FormatException("A time of the entry is not of the form 2026-11-22T21:31Z.");

    private static void Check(LedgerEntry entry)
    {
        Require(Enum.IsDefined(entry.Type), "type", "one of the known types");
        Require(entry.Category is null || CategoryShape().IsMatch(entry.Category), "category", "1 to 32 lower-case letters or hyphens");
        Require(entry.Policy is null || OpaqueShape().IsMatch(entry.Policy), "policy", "1 to 200 letters, digits or . _ : / @ + = ~ -");
        Require(entry.Items is null || entry.Items.All(item => OpaqueShape().IsMatch(item)), "items", "each 1 to 200 letters, digits or . _ : / @ + = ~ -");
        Require(entry.Commitment is null || CommitmentShape().IsMatch(entry.Commitment), "commitment", "64 lower-case hexadecimal digits");
    }

    // The value itself is not repeated: whoever put a name where an id belongs must not have it copied into an exception.
    private static void Require(bool condition, string field, string allowed)
    {
        if (!condition)
        {
            throw new ArgumentException($"The {field} of a ledger entry is not allowed; it must be {allowed}. Entries carry opaque ids only.", field);
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z-]{0,31}\z")]
    private static partial Regex CategoryShape();

    [GeneratedRegex(@"\A[A-Za-z0-9._:/@+=~-]{1,200}\z")]
    private static partial Regex OpaqueShape();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex CommitmentShape();

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[a-z][a-z-]{0,31}\z")]
    private static partial Regex RecordItemShape();
}
