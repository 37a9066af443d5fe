using Microsoft.Extensions.AI;

namespace OnPremLlm.Inference;

/// <summary>
/// The language models as <see cref="IChatClient"/>s of .NET, one for an owner and a model. They tell how long requests took and how many tokens they
/// had by the conventions for generative AI of OpenTelemetry, and never a word of prompts and answers, whatever the environment says.
/// </summary>
public sealed class ChatClients
{
    /// <summary>What metrics and traces of these clients come from.</summary>
    public const string TelemetrySource = "OnPremLlm.Inference.Chat";

    readonly ILanguageModels _models;

    internal ChatClients(ILanguageModels models) => _models = models;

    /// <summary>A client for one owner; thread-safe, and costs nothing while it is not used. Throws <see cref="InferenceException"/> where the owner may use no model of that id.</summary>
    public IChatClient For(OwnerId owner, string modelId)
    {
        var model = _models.Require(owner, modelId);
        // Attack: OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT in the environment would send prompts to wherever traces go.
        return new OwnerChatClient(owner, modelId, model).AsBuilder().UseOpenTelemetry(sourceName: TelemetrySource, configure: telemetry => telemetry.EnableSensitiveData = false).Build();
    }
}
