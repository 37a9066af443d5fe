using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Tests.Evidence;

/// <summary>Each case: section, statement, and the segments (separated by |) it cites.</summary>
public sealed class Statements_against_the_words_they_cite
{
    [Theory]
    [InlineData("medications", "metformin 500 mg twice daily", "P: I take 500 milligrams of metformin two times a day.")]
    [InlineData("medications", "lisinopril 10 mg once daily", "P: Um, lisinopril, I think 10 milligrams, every day.")]
    [InlineData("medications", "baclofen 25 mg at bedtime", "P: metformin 40 mg once a day and 25 mg of baclofen before I go to sleep")]
    [InlineData("medications", "metformin 50 mg", "P: Metformin, fifteen — sorry, fifty milligrams.")]
    [InlineData("medications", "metformin 50 mg", "P: Metformin fifteen milligrams.|D: Okay.|P: Sorry, fifty milligrams.")]
    [InlineData("medications", "metformin 1000 mg", "D: Do you still take 1,000 mg of metformin?|P: Yes.")]
    [InlineData("medications", "No medications", "D: What medications are you taking?|P: Nothing.")]
    [InlineData("allergies", "penicillin (rash)", "D: Any allergies?|P: Yes, penicillin, it gives me rash.")]
    [InlineData("allergies", "No known allergies", "D: Are you allergic to anything?|P: None that I know of.")]
    [InlineData("history", "onset 7 weeks ago", "P: I've had it for 7 weeks.")]
    [InlineData("history", "severity 10/10", "D: On a scale of 1 to 10, how bad is it?|P: I'd say 10.")]
    [InlineData("history", "worse with stress", "P: Stress makes it worse.")]
    [InlineData("history", "onset 8 days ago", "D: When did this start?|P: 11 weeks ago, no wait, it was 8 days ago.")]
    [InlineData("reports", "dizziness", "D: Any dizziness?|P: Yes.")]
    [InlineData("reports", "chills", "D: Any fever or chills?|P: No fever, but I do have chills.")]
    [InlineData("reports", "fever", "D: Any fever or chills?|P: Yes, both.")]
    [InlineData("denies", "fever", "D: any fever or chills|P: no neither")]
    [InlineData("denies", "fever", "P: I haven't had any fever.")]
    [InlineData("denies", "chills", "P: I have no fever, cough or chills.")]
    [InlineData("denies", "fever", "D: Any fever?|P: Not really, no.")]
    [InlineData("vitals", "BP 117/102", "D: Your blood pressure is 117 over 102.")]
    [InlineData("vitals", "SpO2 96%", "D: Sats are 96 percent.")]
    [InlineData("vitals", "Temp 36.4 C", "D: Temperature is 36.4 degrees.")]
    [InlineData("exam", "ear canal swollen", "D: On exam I see no mastoid tenderness and ear canal swollen.")]
    [InlineData("exam", "no murmurs", "D: Regular heart rhythm, no murmurs.")]
    [InlineData("chief-complaint", "right knee pain", "P: It's pain in my right knee.")]
    [InlineData("chief-complaint", "fatigue", "P: I have no energy.")]
    [InlineData("plan", "stop quetiapine", "D: Let's stop quetiapine.")]
    [InlineData("plan", "follow up in 13 weeks", "D: I'll see you again in 13 weeks.")]
    [InlineData("plan", "start atorvastatin 120 mg twice daily for 22 days", "D: I'm going to start you on atorvastatin 120 milligrams two times a day for 22 days.")]
    [InlineData("history", "mother has diabetes", "P: My mother has diabetes.")]
    [InlineData("family-history", "diabetes", "P: My mother has diabetes.")]
    [InlineData("family-history", "stroke", "P: My father is ill. He had a stroke.")]
    public void What_was_said_is_supported(string section, string text, string segments) => Expect(EvidenceVerdict.Supported, section, text, segments);

    [Theory]
    [InlineData("medications", "metformin 850 mg", "P: I take metformin 500 mg.", "The dose is not in the cited words.")]
    [InlineData("medications", "metoprolol 500 mg", "P: I take metformin 500 mg.", "The medicine is not in the cited words.")]
    [InlineData("medications", "metformin 500 mcg", "P: I take metformin 500 mg.", "The unit of the dose differs from the cited words.")]
    [InlineData("medications", "metformin 25 mg", "P: I take metformin 40 mg and 25 mg of baclofen.", "The dose belongs to something else in the cited words.")]
    [InlineData("medications", "baclofen 40 mg", "P: I take metformin 40 mg and baclofen 25 mg.", "The dose belongs to something else in the cited words.")]
    [InlineData("medications", "metformin 5 mg", "P: I take metformin 500 mg.", "The dose is not in the cited words.")]
    [InlineData("medications", "metformin 500 mg twice daily", "P: I take metformin 500 mg once a day.", "The frequency is not in the cited words.")]
    [InlineData("medications", "metformin 500 mg twice daily", "P: Metformin 500 mg once a day, and baclofen 10 mg twice a day.", "The frequency belongs to another medicine in the cited words.")]
    [InlineData("medications", "metformin 15 mg", "P: Metformin, fifteen — sorry, fifty milligrams.", "The speaker took the dose back.")]
    [InlineData("medications", "metformin 15 mg", "P: Metformin fifteen milligrams.|D: Okay.|P: Sorry, fifty milligrams.", "The speaker took the dose back.")]
    [InlineData("medications", "metformin", "P: I take metformin, I mean metoprolol.", "The speaker took the medicine's name back.")]
    [InlineData("medications", "metformin 20 mg", "D: You take 20 mg of metformin?|P: No, 40.", "The dose is not in the cited words.")]
    [InlineData("medications", "metformin", "D: Are you still taking metformin?|P: No.", "The cited words deny this.")]
    [InlineData("medications", "metformin 500 mg", "P: I stopped metformin 500 mg.", "The cited words deny this.")]
    [InlineData("medications", "warfarin 5 mg", "P: My mother takes warfarin 5 mg.", "The cited words are about a relative, not about the patient.")]
    [InlineData("medications", "No medications", "D: What medications are you taking?|P: Metformin, and yes, baclofen.", null)]
    [InlineData("reports", "fever", "D: Any fever?|P: No, not at all.", "The cited words deny this.")]
    [InlineData("denies", "fever", "D: Any fever?|P: Yes.", "The cited words do not deny this.")]
    [InlineData("reports", "chills", "D: Any fever or chills?|P: Fever yes, but no chills.", "The cited words deny this.")]
    [InlineData("denies", "chills", "D: Any fever or chills?|P: No fever, but I do have chills.", "The cited words do not deny this.")]
    [InlineData("reports", "fever", "P: I don't have fever.", "The cited words deny this.")]
    [InlineData("reports", "nausea", "D: Any vomiting?|P: Yes.", "The cited words do not say this.")]
    [InlineData("reports", "diabetes", "P: My mother had diabetes.", "The cited words are about a relative, not about the patient.")]
    [InlineData("reports", "stroke", "P: My father is ill. He had a stroke.", "The cited words are about a relative, not about the patient.")]
    [InlineData("reports", "asthma", "D: Is there asthma in the family?|P: Yes.", "The cited words are about a relative, not about the patient.")]
    [InlineData("family-history", "diabetes", "P: I have diabetes.", "The cited words are about the patient, not about a relative.")]
    [InlineData("history", "mother has diabetes", "P: I have diabetes.", "The cited words are about the patient, not about a relative.")]
    [InlineData("chief-complaint", "left knee pain", "P: It's pain in my right knee.", "The side differs from the cited words.")]
    [InlineData("chief-complaint", "left knee pain", "P: My left ear is fine, it's pain in my right knee.", "The side differs from the cited words.")]
    [InlineData("chief-complaint", "left knee pain", "P: It's pain in my knee, that's right.", "The side is not in the cited words.")]
    [InlineData("chief-complaint", "left knee pain", "P: My left, sorry, right knee hurts.", "The side differs from the cited words.")]
    [InlineData("history", "severity 1/10", "D: How would you rate it from 1 to 10?|P: Probably 6.", "The number is not in the cited words.")]
    [InlineData("history", "onset 11 weeks ago", "P: It started 11 weeks ago, no wait, it was 8 days ago.", "The speaker took the number back.")]
    [InlineData("history", "onset 7 days ago", "P: I've had it for 7 weeks.", "The unit of the number differs from the cited words.")]
    [InlineData("history", "onset 3 months ago", "D: Come back in 3 months.", "The cited words do not say this.")]
    [InlineData("history", "worse with rest", "P: It's better with rest.", "The cited words do not say this.")]
    [InlineData("vitals", "HR 18", "D: Heart rate is 88, respiratory rate is 18.", "The number belongs to something else in the cited words.")]
    [InlineData("vitals", "BP 102/117", "D: Your blood pressure is 117 over 102.", "The numbers stand together otherwise in the cited words.")]
    [InlineData("exam", "mastoid tenderness", "D: On exam I see no mastoid tenderness and ear canal swollen.", "The cited words deny this.")]
    [InlineData("exam", "no ear canal swollen", "D: On exam I see no mastoid tenderness and ear canal swollen.", "The cited words do not deny this.")]
    [InlineData("exam", "abdomen tender", "D: So on examination, abdomen soft.", "The cited words do not say this.")]
    [InlineData("allergies", "aspirin (hives)", "D: Are you allergic to anything?|P: Yes, aspirin, I get itching.", "The cited words do not say this.")]
    [InlineData("plan", "start quetiapine", "D: Let's stop quetiapine.", "The cited words deny this.")]
    [InlineData("plan", "stop quetiapine", "P: And I take quetiapine 150 milligrams.", "The cited words do not deny this.")]
    [InlineData("plan", "start atorvastatin 120 mg for 10 days", "D: I'm going to start you on atorvastatin 120 milligrams for 22 days. See you in 10 days.", null)]
    [InlineData("plan", "order knee x-ray", "D: I'll order a chest x-ray.", "The cited words do not say this.")]
    [InlineData("plan", "follow up in 4 weeks", "D: I'll see you again in 4 months.", "The unit of the number differs from the cited words.")]
    public void What_was_not_said_is_not_supported(string section, string text, string segments, string? reason)
    {
        var finding = Expect(EvidenceVerdict.NotSupported, section, text, segments);
        if (reason is not null)
        {
            Assert.Contains(reason, finding.Reasons);
        }
    }

    [Theory]
    [InlineData("reports", "chills", "D: Any fever or chills?|P: Yes.", "The cited words do not say clearly whether this is so.")]
    [InlineData("reports", "dizziness", "D: Any dizziness?|P: It comes and goes.", "The cited words do not say clearly whether this is so.")]
    [InlineData("medications", "semaglutide 1 mg weekly", "P: Semaglutide 1 mg once a week.", "The medicine is not in the formulary.")]
    [InlineData("medications", "zorbulex 1 mg weekly", "P: Zorbulex 1 mg once a week.", "The medicine is not in the formulary.")]
    [InlineData("medications", "metformin 500 mg", "P: Metformin 500.", "The unit was not said.")]
    public void What_the_words_leave_open_is_to_be_checked_by_ear(string section, string text, string segments, string reason) =>
        Assert.Equal([reason], Expect(EvidenceVerdict.CheckByEar, section, text, segments).Reasons);

    [Fact]
    public void Words_heard_with_low_confidence_are_to_be_checked_by_ear()
    {
        var gate = new EvidenceGate(SampleVisits.Formulary);
        IReadOnlyList<TranscriptTurn> unsure = [new("s1", TranscriptSpeaker.Patient, "I take metformin", 0.49f)];

        var finding = gate.Check(gate.Read(unsure), "medications", "metformin", "metformin", ["s1"]);

        Assert.Equal((EvidenceVerdict.CheckByEar, "It rests on words that were heard with low confidence."), (finding.Verdict, Assert.Single(finding.Reasons)));
    }

    [Fact]
    public void A_statement_that_cites_nothing_or_a_strange_segment_is_not_supported()
    {
        var gate = new EvidenceGate(SampleVisits.Formulary);
        var reading = gate.Read(SampleVisits.Said("P: I take metformin."));

        Assert.Contains("No words of the transcript are cited.", gate.Check(reading, "medications", "metformin", "metformin", []).Reasons);
        Assert.Contains("It cites a segment that the transcript does not have.", gate.Check(reading, "medications", "metformin", "metformin", ["s1", "s2"]).Reasons);
    }

    [Fact]
    public void A_number_said_elsewhere_in_the_visit_does_not_count()
    {
        var gate = new EvidenceGate(SampleVisits.Formulary);
        var reading = gate.Read(SampleVisits.Said("P: I take metformin 500 mg.", "P: And baclofen 10 mg."));

        Assert.Equal(EvidenceVerdict.NotSupported, gate.Check(reading, "medications", "metformin 10 mg", "metformin", ["s1"]).Verdict);
        Assert.Equal(EvidenceVerdict.NotSupported, gate.Check(reading, "medications", "metformin 10 mg", "metformin", ["s1", "s2"]).Verdict);
    }

    [Theory]
    [InlineData("metformin 5 mg")]
    [InlineData("form")]
    [InlineData("")]
    [InlineData("metformin 500 mg. And baclofen")]
    public void A_quote_is_whole_words_of_one_segment(string quote)
    {
        var gate = new EvidenceGate(SampleVisits.Formulary);
        var reading = gate.Read(SampleVisits.Said("P: I take metformin 500 mg.", "P: And baclofen 10 mg."));

        Assert.Contains("The quote is not in the cited words.", gate.Check(reading, "medications", "metformin", quote, ["s1", "s2"]).Reasons);
    }

    [Fact]
    public void Reasons_hold_no_words_of_the_visit()
    {
        var finding = SampleVisits.Check(SampleVisits.Said("P: My father takes warfarin 5 mg twice a day."), "medications", "apixaban 10 mg at bedtime for left arm");

        Assert.NotEmpty(finding.Reasons);
        Assert.All(finding.Reasons, r => Assert.DoesNotMatch("(?i)apixaban|warfarin|10|arm|left|father", r));
    }

    static EvidenceFinding Expect(EvidenceVerdict verdict, string section, string text, string segments)
    {
        var finding = SampleVisits.Check(SampleVisits.Said(segments.Split('|')), section, text);
        Assert.True(finding.Verdict == verdict, $"{finding.Verdict}: {string.Join(' ', finding.Reasons)}");
        return finding;
    }
}
