using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Native;
using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>The tokens of the product's drafting prompt for a model, as its worker makes them.</summary>
internal sealed class PromptLibrary(RealLibrary library)
{
    readonly PromptTokenizer prompts = new(new Vocabulary(library.Model), ChatTemplate.Of(library.Model, null), 8_192);

    public IEnumerable<int> Tokenize(IReadOnlyList<TranscriptTurn> turns, NoteSection section) => prompts.Tokenize(
        new Prompt { Messages = { PromptLayout.ForSection(turns, section).Messages.Select(message => new ChatMessage { Role = message.Role, Content = message.Content }) } });
}
