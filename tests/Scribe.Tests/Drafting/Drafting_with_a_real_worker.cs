using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Tests.Evidence;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Scribe.Tests.Drafting;

/// <summary>The drafter through the product's own worker, llama.cpp and the demonstration model file.</summary>
public sealed partial class Drafting_with_a_real_worker
{
    const string ModelSha256 = "1b9ef145a6a8f03a77a96dd11a45fd3f9a3af779126f35ecd79651bcec9beb21";

    static readonly string[] Visit =
    [
        "D: Good morning, what brings you in today?",
        "P: You know, I came in because of dizziness.",
        "P: Uh, eating makes it worse.",
        "D: How would you describe it?",
        "P: Um, it's brief.",
        "D: How severe is it, out of 10?",
        "P: About a 2.",
        "D: Does anything help?",
        "P: Sitting up seems to help.",
        "D: How long has this been going on?",
        "P: Maybe 8 months now.",
        "D: Do you have any drug allergies?",
        "P: Let me think, none that I know of.",
        "D: Any hearing loss?",
        "P: Let me think, no hearing loss.",
        "D: Okay.",
        "P: I haven't had any light sensitivity.",
        "D: Do you have palpitations?",
        "P: No, not at all.",
        "D: Any cold intolerance?",
        "P: You know, yes, I have.",
        "D: Okay.",
        "D: Any medicines at the moment?",
        "P: You know, I take nortriptyline, 150 mg, once a day.",
        "D: Breathing rate is 14.",
        "D: Oxygen is 92 percent.",
        "D: Weight is 84 kilos.",
        "D: On exam I see ears clear, nystagmus on position change.",
        "D: It's most likely benign positional vertigo.",
        "D: We'll add colchicine 2 milligrams as needed.",
        "D: I'll see you again in 3 months.",
        "P: Okay, thanks.",
    ];

    [Fact]
    public async Task A_written_visit_becomes_a_note_whose_statements_are_all_supported()
    {
        await using var worker = new RealWorker(asDemonstration: true);
        await Drafts.Drafter(worker.Model).PrefillAsync(Drafts.Owner, "visit-1", SampleVisits.Said(Visit[..20]), CancellationToken.None);

        var updates = await Drafts.DraftAsync(worker.Model, SampleVisits.Said(Visit));

        ShouldBeTheNote(updates);
    }

    [Fact]
    public async Task The_same_visit_without_capitals_and_punctuation_still_becomes_a_supported_note()
    {
        await using var worker = new RealWorker(asDemonstration: true);
        var recognized = Visit.Select(line => line[..3] + Punctuation().Replace(line[3..].ToLowerInvariant(), "")).ToArray();

        var statements = (await Drafts.DraftAsync(worker.Model, SampleVisits.Said(recognized))).Statements().ToList();

        // The model leaves an item out now and then in spelling it was not trained on; what it writes must hold.
        Assert.All(statements, s => Assert.True(s.Verdict == EvidenceVerdict.Supported, $"{s.Text}: {string.Join(' ', s.Reasons)}"));
        Assert.Superset(
            new HashSet<string> { "dizziness", "nortriptyline 150 mg once daily", "start colchicine 2 mg as needed", "follow up in 3 months" },
            statements.Select(s => s.Text).ToHashSet());
    }

    [Fact]
    public async Task A_model_that_knows_nothing_of_the_format_still_ends_with_statements_of_which_none_is_supported()
    {
        // As an unlisted file the demonstration model is asked in the product's format, of which it has never seen anything.
        await using var worker = new RealWorker(asDemonstration: false);
        var template = new NoteTemplate("short", 1, [.. NoteTemplate.Soap.Sections.Take(2)]);

        var updates = await Drafts.DraftAsync(worker.Model, SampleVisits.Said("D: Any fever?", "P: No, but a cough."), template);

        var summary = Assert.IsType<DraftCompleted>(updates[^1]).Summary;
        Assert.Equal(("onpremllm-draft-3", 0), (summary.Format, summary.Supported));
        Assert.Equal(["chief-complaint", "history"], updates.OfType<SectionCompleted>().Select(s => s.SectionId));
        Assert.All(updates.Statements(), s =>
        {
            string[] quotes = s.Evidence[0] == "s1" ? ["Any", "fever", "Any fever"] : ["No", "but", "a", "cough", "No, but", "No, but a", "No, but a cough", "but a", "but a cough", "a cough"];
            Assert.Contains(s.Quote, quotes); // whatever weights do, words of the first cited segment
            Assert.DoesNotContain(s.Text, char.IsDigit);
            Assert.InRange(s.Evidence.Count, 1, 4);
            Assert.All(s.Evidence, id => Assert.True(id is "s1" or "s2"));
        });
    }

    static void ShouldBeTheNote(List<DraftUpdate> updates)
    {
        Assert.Equal(
            [
                "dizziness", "worse with eating", "brief", "severity 2/10", "better with sitting up", "onset 8 months ago", "cold intolerance", "hearing loss",
                "light sensitivity", "palpitations", "nortriptyline 150 mg once daily", "No known allergies", "RR 14", "SpO2 92%", "Weight 84 kg", "ears clear",
                "nystagmus on position change", "benign positional vertigo", "start colchicine 2 mg as needed", "follow up in 3 months",
            ],
            updates.Statements().Select(s => s.Text));
        Assert.All(updates.Statements(), s => Assert.True(s.Verdict == EvidenceVerdict.Supported, $"{s.Text}: {string.Join(' ', s.Reasons)}"));
        Assert.Equal(ModelSha256, Assert.IsType<DraftCompleted>(updates[^1]).Summary.ModelSha256);
    }

    [GeneratedRegex("[,.?]+(?= |$)")]
    private static partial Regex Punctuation();

    sealed class RealWorker : IAsyncDisposable
    {
        readonly ServiceProvider services;

        // Not below a folder that only root may enter: the worker's account has to reach it.
        readonly string folder = Path.Combine("/tmp", "opl-draft-" + Path.GetRandomFileName()[..8]);

        public RealWorker(bool asDemonstration)
        {
            Directory.CreateDirectory(folder);
            var catalog = Path.Combine(folder, "catalog.json");
            File.WriteAllText(catalog, asDemonstration
                ? $$"""{"models":[{"id":"demo","file":"demo.gguf","sha256":"{{ModelSha256}}","licence":"Apache-2.0","origin":"o","trainingData":"t","promptFormat":"demo-scribe-interim","demonstration":true}]}"""
                : """{"models":[]}""");
            var built = new DirectoryInfo(AppContext.BaseDirectory);
            services = new ServiceCollection().AddLogging().AddInference(options =>
            {
                options.WorkerProgram = Repository.PathOf("src", "Inference.Worker", "bin", built.Parent!.Name, built.Name, "OnPremLlm.Inference.Worker.dll");
                options.NativeFolder = NativeFolder();
                options.ModelFile = Repository.PathOf("models", "demo", "demo-scribe-interim-q8_0.gguf");
                options.CatalogFile = catalog;
                options.Threads = 1;
                options.RunFolder = Path.Combine(folder, "run");
            }).BuildServiceProvider();
        }

        public ILanguageModel Model => services.GetRequiredService<ILanguageModel>();

        static string NativeFolder()
        {
            var packages = new DirectoryInfo(Repository.PathOf("deploy", "native", "node_modules"));
            var found = Path.Combine((packages.ResolveLinkTarget(true) ?? packages).FullName, "@node-llama-cpp", "linux-x64");
            return Directory.Exists(found) ? found : throw new InvalidOperationException($"{found} is missing. Run: npm ci --prefix deploy/native");
        }

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
