using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Inference.Structured;

/// <summary>How constant values of a schema are written: as short as a model would.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
internal sealed partial class SchemaJson : JsonSerializerContext
{
    static SchemaJson() => Default = new SchemaJson(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
