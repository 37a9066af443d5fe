using OnPremLlm.Scribe.App.Visit.Capture;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.App;

public class WrittenTranscripts
{
    [Fact]
    public void A_line_without_a_speaker_goes_on_with_the_turn_before_it()
    {
        var (turns, problems) = WrittenTranscriptParser.Parse("Doctor: What brings\nyou in?\r\n\nPT: A cough: dry.");
        Assert.Empty(problems);
        Assert.Equal([(Speaker.Clinician, "What brings you in?"), (Speaker.Patient, "A cough: dry.")], turns.Select(t => (t.Speaker, t.Text)));
    }

    [Theory]
    [InlineData("", "There is nothing yet")]
    [InlineData("Good morning.", "Line 1: the first line has to begin")]
    [InlineData("Doctor: Hello.\nPatient:", "Line 2: nothing is said after the colon")]
    [InlineData("Doctor: Hello.\nNurse: BP is 120 over 80.", "Line 2: \"Nurse:\" is neither")]
    [InlineData("Doctor: Hello.\nMr Smith: I have a cough.", "Line 2: \"Mr Smith:\" is neither")]
    [InlineData("Doctor: Hello.\nPatient; I have a cough.", "Line 2: after \"Doctor\" or \"Patient\" a colon is missing")]
    public void A_mistake_is_named_with_its_line(string text, string problem) =>
        Assert.StartsWith(problem, WrittenTranscriptParser.Parse(text).Problems[0], StringComparison.Ordinal);

    [Fact]
    public void A_first_line_without_a_speaker_is_told_once() =>
        Assert.Single(WrittenTranscriptParser.Parse("Good morning.\nHow are you?\nFine.").Problems);

    [Fact]
    public void Colons_within_what_is_said_name_no_speaker() =>
        Assert.Empty(WrittenTranscriptParser.Parse("Doctor: Two things\nBP: 120 over 80, and at 10:30 again:\nthe second: rest.").Problems);

    [Fact]
    public void A_turn_over_the_limit_is_refused_also_when_it_is_spread_over_lines()
    {
        var text = "Doctor: " + new string('a', 1500) + "\n" + new string('b', 600);
        Assert.Contains("Line 2: the turn has 2,101 characters", WrittenTranscriptParser.Parse(text).Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_two_thousand_turns_are_refused()
    {
        var text = string.Join('\n', Enumerable.Repeat("Patient: yes", 2001));
        Assert.StartsWith("Line 2001: this is turn 2,001", WrittenTranscriptParser.Parse(text).Problems[0], StringComparison.Ordinal);
    }
}
