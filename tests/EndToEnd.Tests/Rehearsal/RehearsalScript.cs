using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.Rehearsal;

/// <summary>A made-up visit with everything the page has to show: doubtful words, a value taken back, all verdicts.</summary>
internal static class RehearsalScript
{
    static readonly (Speaker Who, string Text)[] Spoken =
    [
        (Speaker.Clinician, "What brings you in today?"),
        (Speaker.Patient, "I've had a throbbing headache for 3 days."),
        (Speaker.Clinician, "Any fever or stiff neck?"),
        (Speaker.Patient, "No fever, no stiff neck, but light bothers me."),
        (Speaker.Clinician, "What medicines do you take?"),
        (Speaker.Patient, "Metoprolol 15 50 milligrams once daily."),
        (Speaker.Clinician, "And are you allergic to anything?"),
        (Speaker.Patient, "Penicillin gives me a rash."),
        (Speaker.Clinician, "Your blood pressure is 138 over 84 and your neck moves freely."),
        (Speaker.Clinician, "I think this is a migraine. We'll start sumatriptan 50 milligrams when it begins."),
        (Speaker.Clinician, "Come back at once if it is suddenly the worst headache of your life, and otherwise in 4 weeks."),
    ];

    public static IReadOnlyList<TranscriptSegment> Segments { get; } = [.. Spoken.Select((s, i) => Segment(i, s.Who, s.Text))];

    static TranscriptSegment Segment(int index, Speaker who, string text) => new()
    {
        Id = $"s{index + 1}",
        Speaker = who,
        StartMs = index * 3800 + 600,
        EndMs = index * 3800 + 3900,
        Text = text,
        Tokens = [.. text.Split(' ').Select(word => new TranscriptToken
        {
            Text = word, Spoken = word, StartMs = 0, EndMs = 0, Confidence = word is "Metoprolol" or "sumatriptan" ? 0.41f : 0.93f, Retracted = word == "15",
        })],
    };

    public static NoteDraft Draft { get; } = new()
    {
        Version = 1,
        ModelId = "demo-scribe-interim",
        ModelSha256 = new string('a', 12) + new string('b', 52),
        Demonstration = true,
        ConsentSentence = "The patient agreed to the recording and transcription of this visit.",
        Sections =
        [
            Section("chief-complaint", "Subjective", "Chief complaint", Statement("n1", "Headache for 3 days.", "headache for 3 days", "s2")),
            Section("history", "Subjective", "History",
                Statement("n2", "Throbbing headache with sensitivity to light.", "throbbing headache … light bothers me", "s2", "s4"),
                Statement("n3", "Denies fever and stiff neck.", "No fever, no stiff neck", "s4")),
            Section("medications", "Subjective", "Medications",
                Statement("n4", "Metoprolol 50 mg once daily.", "50 milligrams once daily", "s6") with
                { Verdict = Verdict.CheckByEar, Reasons = ["“Metoprolol” was heard with 41 % certainty."] }),
            Section("allergies", "Subjective", "Allergies", Statement("n5", "Penicillin (rash).", "Penicillin gives me a rash", "s8")),
            Section("vitals", "Objective", "Vitals", Statement("n6", "Blood pressure 138/84.", "blood pressure is 138 over 84", "s9")),
            Section("exam", "Objective", "Examination", Statement("n7", "Neck moves freely.", "your neck moves freely", "s9"),
                Statement("n8", "Pupils equal and reactive.") with { Verdict = Verdict.NotSupported, Reasons = ["Nothing in the transcript says this."] }),
            Section("diagnosis", "Assessment", "Diagnosis", Statement("n9", "Migraine.", "I think this is a migraine", "s10")),
            Section("plan", "Plan", "Plan", Statement("n10", "Start sumatriptan 50 mg at onset.", "start sumatriptan 50 milligrams when it begins", "s10") with
                { Verdict = Verdict.CheckByEar, Reasons = ["“sumatriptan” was heard with 41 % certainty."] },
                Statement("n11", "Return at once for a sudden worst headache; otherwise in 4 weeks.", "Come back at once if it is suddenly the worst headache of your life", "s11")),
            Section("follow-up", "Plan", "Orders"),
        ],
    };

    /// <summary>The same draft, cut by the model's limit: the plan after its statements, the orders before their first.</summary>
    public static NoteDraft CutDraft { get; } = Draft with { Sections = [.. Draft.Sections.Select(s => s with { Truncated = s.Id is "plan" or "follow-up" })] };

    static NoteSection Section(string id, string group, string heading, params NoteStatement[] statements) =>
        new() { Id = id, Group = group, Heading = heading, Statements = statements };

    static NoteStatement Statement(string id, string text, string quote = "", params string[] evidence) =>
        new() { Id = id, Text = text, Quote = quote, Evidence = evidence, Verdict = Verdict.Supported, Reasons = [] };

    /// <summary>What a save makes of a draft: changed and new statements are the clinician's.</summary>
    public static NoteDraft Edited(NoteDraft draft, SaveDraftRequest request)
    {
        var known = draft.Sections.SelectMany(s => s.Statements).ToDictionary(s => s.Id);
        return draft with
        {
            Version = draft.Version + 1,
            Sections = [.. draft.Sections.Select(section => section with
            {
                Statements = [.. request.Sections.First(s => s.Id == section.Id).Statements.Select(s =>
                    s.Id is not null && known.TryGetValue(s.Id, out var before) && before.Text == s.Text
                        ? before
                        : Statement(s.Id ?? $"x{Guid.NewGuid():N}", s.Text) with { Verdict = Verdict.ClinicianWritten })],
            })],
        };
    }
}
