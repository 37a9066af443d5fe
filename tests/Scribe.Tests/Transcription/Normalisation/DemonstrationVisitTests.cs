using OnPremLlm.Scribe.Transcription.Normalisation;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Scribe.Tests.Transcription.Normalisation;

public sealed class DemonstrationVisitTests
{
    // What the embedded recognizer hears in models/demo/visit-1.wav.
    static readonly string[] Recognised =
    [
        "good morning what brings you in today",
        "i've got this cough that won't go away",
        "when did this start",
        "two weeks ago no wait it was three weeks ago",
        "on a scale of one to ten how bad is it",
        "about a six",
        "any fever or chills",
        "some fever no chills",
        "do you have shortness of breath",
        "no shortness of breath",
        "have you noticed any wheezing",
        "yes some wheezing",
        "what medications are you taking",
        "five hundred milligrams of metformin twice a day",
        "and i take lisinopril twenty milligrams once a day",
        "are you allergic to anything",
        "i'm allergic to penicillin i had hives",
        "your blood pressure is one hundred forty six over eighty three",
        "your temperature is thirty eight point two degrees",
        "on exam i see crackles at the right base",
        "i think this is pneumonia",
        "i'm going to start you on azithromycin two fifty milligrams once a day for five days",
        "i'll order a chest x-ray",
        "let's follow up in two weeks",
        "thank you doctor",
    ];

    [Fact]
    public void Recognised_words_are_written_as_in_the_transcript_but_for_commas()
    {
        var transcript = File.ReadLines(Repository.PathOf("models", "demo", "visit-1.transcript.txt")).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);

        Assert.Equal(transcript.Select(WithoutCommas), Recognised.Select(spoken => WithoutCommas(InverseTextNormaliser.Present(Utterance.Normalise(spoken)))));
    }

    static string WithoutCommas(string text) => text.Replace(",", "", StringComparison.Ordinal);
}
