using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// The model's own chat template, as far as llama.cpp knows its shape. Renders placeholders in place of contents,
/// so that what a person wrote is told apart from the template's control tokens.
/// </summary>
internal sealed class ChatTemplate
{
    readonly string template;

    ChatTemplate(string template) => this.template = template;

    /// <summary>The model's own, else <paramref name="given"/>; null when neither is there and known.</summary>
    /// <exception cref="WorkerStartException">The one that was given is not known: whoever gave it would else learn it from the first request.</exception>
    public static ChatTemplate? Of(LlamaModel model, string? given = null) =>
        given is not null && !IsKnown(given)
            ? throw new WorkerStartException("The chat template that was given is of a shape that llama.cpp does not know. Give one that it knows, or one of its names, such as chatml.")
            : model.ChatTemplate is { } own && IsKnown(own) ? new(own) : given is null ? null : new(given);

    static bool IsKnown(string template) => LlamaModel.ApplyTemplate(template, [("user", "x")]) is not null;

    /// <summary>The prompt with the assistant's turn opened; null when the template cannot be applied to these roles.</summary>
    public string? Render(IReadOnlyList<(string Role, string Content)> messages) => LlamaModel.ApplyTemplate(template, messages);
}
