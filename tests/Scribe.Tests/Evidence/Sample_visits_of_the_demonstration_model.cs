using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;
using Xunit.Abstractions;

namespace OnPremLlm.Scribe.Tests.Evidence;

/// <summary>The six held-out visits that lie beside the checkout in ../shared/prototype/demo-model/samples.json (or at ONPREMLLM_SAMPLES).</summary>
public sealed class Sample_visits_of_the_demonstration_model(ITestOutputHelper output)
{
    static readonly Dictionary<string, NoteSection> Headings = NoteTemplate.Soap.Sections.ToDictionary(s => s.Heading);

    [Fact]
    public void At_least_95_percent_of_correct_items_are_supported_and_no_wrong_one_is()
    {
        if (SampleVisits.Samples() is not { } samples)
        {
            output.WriteLine("Not run: samples.json is not beside this checkout. Set ONPREMLLM_SAMPLES to its path.");
            return;
        }

        var judged = samples.SelectMany(Judge).ToList();
        var correct = judged.Where(j => j.Correct).ToList();
        var supported = correct.Count(j => j.Verdict == EvidenceVerdict.Supported);
        output.WriteLine($"{supported} of {correct.Count} correct items supported; {judged.Count - correct.Count} wrong items, of them supported: {judged.Count(j => !j.Correct && j.Verdict == EvidenceVerdict.Supported)}");

        Assert.True(supported >= 0.95 * correct.Count, string.Join('\n', correct.Where(j => j.Verdict != EvidenceVerdict.Supported)));
        Assert.DoesNotContain(judged, j => !j.Correct && j.Verdict == EvidenceVerdict.Supported);
    }

    static IEnumerable<Judged> Judge(SampleVisit visit)
    {
        var gate = new EvidenceGate(SampleVisits.Formulary);
        var finder = new EvidenceFinder(gate, gate.Read(visit.Turns));
        var right = Items(visit.Note).ToHashSet();
        return Items(visit.Draft).Select(i => new Judged(visit.Id, i.Section, i.Text, right.Contains(i), finder.Find(i.Section, i.Text).Finding.Verdict));
    }

    static IEnumerable<(string Section, string Text)> Items(string note) =>
        from line in note.Split('\n')
        where line.StartsWith("**", StringComparison.Ordinal)
        let parts = line[2..].Split(":** ")
        from item in parts[1].Split("; ")
        where item != "not discussed"
        select (Headings[parts[0]].Id, item != "none" ? item : parts[0] == "Allergies" ? "No known allergies" : "No medications");

    sealed record Judged(int Visit, string Section, string Text, bool Correct, EvidenceVerdict Verdict);
}
