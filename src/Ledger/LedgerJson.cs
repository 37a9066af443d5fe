using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Ledger;

/// <summary>JSON of bundles, certificates and reports. Strict: a property that is unknown, doubled or missing is refused, so that two readers cannot see two documents in one text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SecondConverter), typeof(CamelCaseEnumConverter<CertificateState>), typeof(CamelCaseEnumConverter<CheckOutcome>)])]
[JsonSerializable(typeof(ReceiptBundle))]
[JsonSerializable(typeof(PurgeCertificate))]
[JsonSerializable(typeof(VerificationReport))]
internal sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>For writing: indented, and with quotes and dashes as they are, so that a bundle can be read and taken apart with a text editor.</summary>
internal static class ReadableJson
{
    public static LedgerJson Context { get; } = new(new JsonSerializerOptions(LedgerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" });
}

/// <summary>Times in whole seconds, <c>2026-11-22T21:31:07Z</c> and no other form.</summary>
internal sealed class SecondConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && CoarseTime.TryParseSecond(reader.GetString(), out var time)
            ? time
            : throw new JsonException("A time is not of the form 2026-11-22T21:31:07Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(CoarseTime.FormatSecond(value));
}

/// <summary>An enum as its camel-case word, never as a number.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
