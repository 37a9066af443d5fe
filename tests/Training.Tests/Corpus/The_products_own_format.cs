using System.Text;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Constraints;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Corpus;
using OnPremLlm.Training.Exporting;
using OnPremLlm.Training.Network;
using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Tests.Support;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Tests.Corpus;

/// <summary>What the model is trained on is what the product asks and takes: the same tokens, and answers that its grammar allows.</summary>
public sealed class The_products_own_format
{
    const int Visits = 120;

    [Fact]
    public void Every_answer_is_one_that_the_grammar_allows()
    {
        for (var index = 0L; index < Visits; index++)
        {
            var visit = new VisitMix(VisitSplit.Training, grows: index % 2 == 0).At(index * 100, 0);
            var turns = VisitExamples.TurnsOf(visit);
            foreach (var section in NoteTemplate.Soap.Sections)
            {
                var answer = AnswerText.Of(visit.Statements.Where(statement => statement.SectionId == section.Id), visit.Turns);

                Assert.True(Allows(turns, answer, out var read), $"Visit {index}, {section.Id}: the grammar stops at \"{answer[..read]}⸢{answer[read..]}\".");
            }
        }
    }

    [Fact]
    public void Words_of_statements_are_all_known_to_the_product() =>
        Assert.All(OnPremLlm.Training.Synthesis.StatementWords.All, word => Assert.Contains(word, OnPremLlm.Scribe.Drafting.StatementWords.All));

    [Fact]
    public void A_prompt_has_the_tokens_that_the_product_gives_it()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = TokenizerRecipe.Learn(3_072, visits: 60);
        var file = Path.Combine(folder.Path, "model.gguf");
        ModelExport.Write(new Weights(new() { Dim = 32, Layers = 1, Heads = 1, FeedForward = 32 }, 1), tokenizer, Card(), WeightFormat.F16, file);
        using var library = new RealLibrary(file);
        var product = new PromptLibrary(library);

        for (var index = 0L; index < 10; index++)
        {
            var visit = new VisitMix(VisitSplit.Training, grows: false).At(index, 0);
            var example = new VisitExamples(tokenizer, new(VisitSplit.Training, grows: false)).At(index);
            foreach (var (section, branch) in NoteTemplate.Soap.Sections.Zip(example.Branches))
            {
                Assert.Equal(product.Tokenize(VisitExamples.TurnsOf(visit), section), example.Prefix.Concat(branch.Prompt).Select(token => (int)token));
            }
        }
    }

    static ModelCard Card() => new() { Name = "t", Version = "1", Description = "t", License = "Apache-2.0", TrainingData = "t", ChatTemplate = ChatMarks.Template };

    static bool Allows(IReadOnlyList<TranscriptTurn> turns, string answer, out int read)
    {
        var constraint = Constraint.Compile(StatementGrammar.For(turns), [.. StatementGrammar.Sources(turns).Select(Source)]);
        read = 0;
        foreach (var rune in answer.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (!constraint.Allows(bytes))
            {
                return false;
            }

            constraint.Accept(bytes);
            read += rune.Utf16SequenceLength;
        }

        return constraint.CanEnd;
    }

    static SpanSource Source(Inference.SpanSource source) => new()
    {
        Name = source.Name,
        Text = source.Text,
        Encoding = SpanEncoding.JsonString,
        Unit = source.Unit is Inference.SpanUnit.Lines ? SpanUnit.Lines : SpanUnit.Words,
        WithinLines = source.WithinLines,
        LongestCharacters = source.LongestCharacters,
    };
}
