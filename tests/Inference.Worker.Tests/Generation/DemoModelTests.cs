using System.Text.RegularExpressions;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>The shipped demonstration model, through the worker's own socket.</summary>
public sealed partial class DemoModelTests : IAsyncLifetime
{
    const string Headache = """
        Doctor: Hello, what brings you in today?
        Patient: I've had a headache for 7 weeks.
        Doctor: How bad is it from 0 to 10?
        Patient: About 6.
        Patient: I've been feeling dizzy too.
        Patient: No vomiting.
        Doctor: Any medicines at the moment?
        Patient: I take metformin 500 milligrams twice daily.
        Doctor: Are you allergic to anything?
        Patient: No.
        Doctor: Blood pressure is 146 over 83.
        Doctor: I'll see you again in 10 days.
        """;

    const string SoreThroat = """
        Doctor: Hi, what can I do for you?
        Patient: I've got a sore throat.
        Patient: I've had it for 4 days.
        Patient: No ear pain though.
        Doctor: Any medicines at the moment?
        Patient: I take lisinopril 10 milligrams at bedtime.
        Doctor: Are you allergic to anything?
        Patient: Yes, aspirin, I get itching.
        Doctor: Temp 38.5.
        Doctor: Let me examine you. throat red.
        Doctor: I'll see you again in 2 weeks.
        """;

    InProcessWorker worker = null!; // set by InitializeAsync

    public async Task InitializeAsync() => worker = await InProcessWorker.StartDemoAsync();

    public Task DisposeAsync() => worker.DisposeAsync().AsTask();

    [Theory]
    [InlineData(Headache, "headache", "metformin 500 mg twice daily")]
    [InlineData(SoreThroat, "sore throat", "lisinopril 10 mg at bedtime")]
    public async Task A_visit_becomes_a_note_in_the_fixed_layout(string visit, string complaint, string medicine)
    {
        var note = await Completion.OfAsync(worker.Generation, Request(visit));

        Assert.Matches(Layout(), note.Text);
        Assert.Contains($"**Chief complaint:** {complaint}\n", note.Text, StringComparison.Ordinal);
        Assert.Contains(medicine, note.Text, StringComparison.Ordinal);
        Assert.Equal(FinishReason.Stop, note.Finished.Reason);
    }

    [Fact]
    public async Task Greedy_text_is_the_same_alone_and_beside_three_other_sequences()
    {
        var alone = await Completion.OfAsync(worker.Generation, Request(Headache));
        var others = Enumerable.Range(0, 3).Select(i => Completion.OfAsync(worker.Generation, Request(SoreThroat, $"other {i}"))).ToList();
        var beside = await Completion.OfAsync(worker.Generation, Request(Headache));
        var texts = (await Task.WhenAll(others)).Select(other => other.Text).Distinct();

        Assert.Equal(alone.Text, beside.Text);
        Assert.Single(texts);
    }

    static GenerateRequest Request(string visit, string owner = "tests") => new()
    {
        Owner = owner,
        MaxTokens = 350,
        Prompt = new() { Parts = { new PromptPart { Control = "<|user|>" }, new PromptPart { Text = "\n" + visit.ReplaceLineEndings("\n") }, new PromptPart { Control = "<|assistant|>" } } },
    };

    [GeneratedRegex(@"^\n?## Subjective\n\*\*Chief complaint:\*\* .+\n\*\*History:\*\* .+\n\*\*Reports:\*\* .+\n\*\*Denies:\*\* .+\n\*\*Medications:\*\* .+\n\*\*Allergies:\*\* .+\n## Objective\n\*\*Vitals:\*\* .+\n\*\*Exam:\*\* .+\n## Assessment\n\*\*Diagnosis:\*\* .+\n## Plan\n\*\*Plan:\*\* .+\n?$")]
    private static partial Regex Layout();
}
