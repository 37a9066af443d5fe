using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Notes;

namespace OnPremLlm.Scribe.Tests.Notes;

public class A_note_under_construction
{
    [Fact]
    public void Names_the_sections_that_the_model_did_not_end()
    {
        var note = new NoteUnderConstruction(NoteTemplate.Soap, []);
        var cut = NoteTemplate.Soap.Sections[^1].Id;

        note.Apply(new DraftCompleted(new DraftSummary
        {
            ModelId = "m",
            ModelSha256 = "00",
            Format = "f",
            IsDemonstration = false,
            TemplateId = "soap",
            TemplateVersion = 1,
            Supported = 0,
            CheckByEar = 0,
            NotSupported = 0,
            TruncatedSections = [cut],
            Duration = TimeSpan.Zero,
        }));

        var model = new LanguageModelInfo { Id = "m", Sha256 = "00", Name = "M", ContextPerSequence = 1, ChatTemplateSupported = true, IsDemonstration = false, PromptFormat = "chat" };
        Assert.Equal([cut], note.Build(1, model, "").Sections.Where(section => section.Truncated).Select(section => section.Id));
    }
}
