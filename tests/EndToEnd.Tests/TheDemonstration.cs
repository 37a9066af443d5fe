using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary><c>onpremllm demonstrate</c> as quickstart runs it: a process against the real Host, with the real Verifier.</summary>
public sealed class TheDemonstration(RealHost host) : IClassFixture<RealHost>
{
    static readonly string[] _steps =
    [
        "Dr Ada North signed in to North Clinic", "made, consent recorded", "Signed by Dr Ada North", "South Clinic sees nothing of it", "Audio, Transcript, Draft purged, receipt",
        "The transcript can no longer be read; the signed note can", "The Verifier accepts the receipt, offline",
    ];

    [Fact]
    public async Task Of_a_recording_holds_in_every_step()
    {
        var ended = await host.DemonstrateAsync("--recording", DemonstrationRecording.Path, "--speed", "100");

        AssertHeld(ended, [.. _steps, "frames durable and acknowledged", "metformin"]);
    }

    [Fact]
    public async Task Of_a_written_transcript_holds_in_every_step()
    {
        var ended = await host.DemonstrateAsync("--text", Repository.PathOf("models", "demo", "visit-1.transcript.txt"));

        AssertHeld(ended, [.. _steps.Select(step => step.Replace("Audio, ", "", StringComparison.Ordinal)), "Written transcript of", "metformin"]);
    }

    [Theory]
    [InlineData("Doctor: What brings you in?\nNurse: A headache.\n", "line 2: a line begins with \"Doctor:\" or \"Patient:\"")]
    [InlineData("Doctor: What brings you in?\n\nPatient:\n", "line 3: 0 characters are said after the colon")]
    [InlineData("# only a comment\n", "has 0 turns; 1 to 2000 are allowed")]
    public async Task Of_a_file_that_is_no_transcript_says_so_and_makes_no_visit(string content, string refusal)
    {
        using var clinician = await ApiClient.SignInAsync(host, "Clinician");
        var before = (await clinician.GetAsync<List<VisitSummary>>("api/visits")).Count;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, content);

            var ended = await host.DemonstrateAsync("--text", file);

            Assert.Equal(1, ended.Code);
            Assert.StartsWith("onpremllm: ", ended.Error, StringComparison.Ordinal);
            Assert.Contains($"{file}", ended.Error, StringComparison.Ordinal);
            Assert.Contains(refusal, ended.Error, StringComparison.Ordinal);
            Assert.Equal(before, (await clinician.GetAsync<List<VisitSummary>>("api/visits")).Count);
        }
        finally
        {
            File.Delete(file);
        }
    }

    void AssertHeld(Ended ended, string[] steps)
    {
        Assert.True(ended.Code == 0, $"Exit code {ended.Code}: {ended.Error}\n{ended.Output}\nThe Host said:\n{host.Log}");
        Assert.All(steps, step => Assert.Contains(step, ended.Output, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("", ended.Error);
    }
}
