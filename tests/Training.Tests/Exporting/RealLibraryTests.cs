using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Exporting;
using OnPremLlm.Training.Network;
using OnPremLlm.Training.Optimising;
using OnPremLlm.Training.Tests.Support;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Tests.Exporting;

/// <summary>What is exported says the same in llama.cpp as in the trainer: ids, logits, the text that follows.</summary>
public sealed class RealLibraryTests : IDisposable
{
    const string Template = "{% for m in messages %}{{ m.content }}{% endfor %}";
    static readonly ModelShape _shape = new() { Dim = 128, Layers = 2, Heads = 2, FeedForward = 160, Vocabulary = SmallTokenizer.Size };

    readonly TemporaryFolder folder = new();
    readonly BytePairTokenizer tokenizer = SmallTokenizer.Create();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_tricky_text_gets_the_same_ids()
    {
        using var library = new RealLibrary(Export(new(_shape, 1), WeightFormat.F32));
        Assert.All(TrickyTexts.All(random: 400), text => Assert.Equal(library.Tokenize(text), tokenizer.Encode(text).Select(id => (int)id)));
    }

    [Fact]
    public void Every_token_gives_the_same_bytes()
    {
        using var library = new RealLibrary(Export(new(_shape, 1), WeightFormat.F32));
        var ids = Enumerable.Range(TokenizerModel.Control.Count, tokenizer.Tokens.Count(token => token.Type is TokenType.Normal or TokenType.UserDefined));
        Assert.All(ids, id => Assert.Equal(System.Text.Encoding.UTF8.GetString(library.Model.Piece(id)), tokenizer.Decode([(ushort)id])));
        Assert.Equal(SmallTokenizer.Size, library.Model.TokenCount);
        Assert.True(library.Model.IsEndOfGeneration(BytePairTokenizer.End));
        Assert.True(library.Model.IsControl(BytePairTokenizer.User));
        Assert.False(library.Model.AddsBeginningOfSequence);
        Assert.Equal(Template, library.Model.ChatTemplate);
        Assert.Equal(ModelShape.Positions, library.Model.TrainedContext);
    }

    [Theory]
    [InlineData(1, WeightFormat.F32, 1e-3)]
    [InlineData(2, WeightFormat.F32, 1e-3)]
    [InlineData(2, WeightFormat.F16, .05)]
    [InlineData(2, WeightFormat.Q8, .3)]
    public void Logits_agree_after_the_prefix_and_after_each_branch_that_goes_on_from_it(int heads, WeightFormat format, double tolerance)
    {
        var weights = Trained(_shape with { Heads = 2 * heads });
        using var library = new RealLibrary(Export(weights, format));
        var example = RandomExamples.Of(8, SmallTokenizer.Size, 300, (4, 30), (9, 2), (1, 70));
        var layout = new ExampleLayout(example, weights.Shape);
        int[] rows = [.. layout.Segments.Select(segment => segment.Row + segment.Length - 1)];
        var expected = new Pass(weights).Logits(layout, rows).ToList();

        AssertClose(expected[0], library.Read(0, example.Prefix), tolerance);
        for (var i = 0; i < example.Branches.Count; i++)
        {
            // Rolls back to the prefix, as the product does for each section.
            AssertClose(expected[i + 1], library.Read(example.Prefix.Length, [.. example.Branches[i].Prompt, .. example.Branches[i].Answer[..^1]]), tolerance);
        }
    }

    [Fact]
    public void The_most_probable_text_is_the_same()
    {
        var weights = ScatteredWeights.Of(_shape);
        using var library = new RealLibrary(Export(weights, WeightFormat.F32));
        var prefix = tokenizer.Encode("Doctor: Good morning, what brings you in?\nPatient: I don't sleep; 20 days.");
        var prompt = tokenizer.Encode("## Plan");
        library.Read(0, prefix);
        var logits = library.Read(prefix.Length, prompt);
        List<ushort> written = [];
        for (var i = 0; i < 24; i++)
        {
            written.Add((ushort)logits.AsSpan().IndexOf(logits.Max()));
            logits = library.Read(prefix.Length + prompt.Length + i, [written[^1]]);
        }

        var predicted = new Pass(weights).Predict(new(new Example(prefix, [new(prompt, [.. written])]), _shape));
        Assert.Equal(written.Select(token => (int)token), predicted);
        Assert.True(written.Distinct().Count() > 2, "The model says too little to compare.");
    }

    [Fact]
    public void A_tokenizer_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => ModelExport.Write(new Weights(_shape, 1), SmallTokenizer.Create(480), Card, WeightFormat.F32, folder.File("x.gguf")));

    static ModelCard Card => new() { Name = "Test", Version = "1", Description = "A test.", License = "other", LicenseName = "None", TrainingData = "Random tokens.", Tags = ["test"], ChatTemplate = Template };

    string Export(Weights weights, WeightFormat format)
    {
        ModelExport.Write(weights, tokenizer, Card, format, folder.File("m.gguf"));
        return folder.File("m.gguf");
    }

    // A few steps at a high rate: random weights of the first day give logits near 0, which prove little.
    Weights Trained(ModelShape shape)
    {
        var settings = new TrainingSettings { Shape = shape, Steps = 12, ExamplesPerStep = 1, WarmupSteps = 0, PeakRate = 2 };
        TrainingRun.Run(settings, new RandomSource(SmallTokenizer.Size), folder.Path, TextWriter.Null, CancellationToken.None);
        var loaded = Checkpoint.ReadNewest(folder.Path);
        Assert.NotNull(loaded);
        return loaded.Weights;
    }

    static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Max() - expected.Min() > 1, "The logits are too flat to compare.");
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
        var top = Enumerable.Range(0, expected.Length).OrderByDescending(id => expected[id]).Take(5).ToList();
        Assert.All(top, id => Assert.Equal(LogProbability(expected, id), LogProbability(actual, id), tolerance));
    }

    static double LogProbability(float[] logits, int id) => logits[id] - Math.Log(logits.Sum(logit => Math.Exp(logit)));
}
