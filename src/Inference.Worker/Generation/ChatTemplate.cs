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

    /// <summary>Null when the model has no template or one of an unknown shape.</summary>
    public static ChatTemplate? Of(LlamaModel model) =>
        model.ChatTemplate is { } template && LlamaModel.ApplyTemplate(template, [("user", "x")]) is not null ? new(template) : null;

    /// <summary>The prompt with the assistant's turn opened; null when the template cannot be applied to these roles.</summary>
    public string? Render(IReadOnlyList<(string Role, string Content)> messages) => LlamaModel.ApplyTemplate(template, messages);
}
