using System.Text.Json.Serialization;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;

namespace OnPremLlm.Scribe;

/// <summary>How sealed contents are written as JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VisitEvent))]
[JsonSerializable(typeof(NoteDraft))]
[JsonSerializable(typeof(RetentionPolicy))]
internal sealed partial class VisitJson : JsonSerializerContext;
