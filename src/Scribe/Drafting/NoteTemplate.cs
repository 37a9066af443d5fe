namespace OnPremLlm.Scribe.Drafting;

/// <summary>The sections of a note, in the order in which they are drafted and shown.</summary>
public sealed record NoteTemplate(string Id, int Version, IReadOnlyList<NoteSection> Sections)
{
    /// <summary>The built-in note: subjective, objective, assessment, plan.</summary>
    public static NoteTemplate Soap { get; } = new("soap", 2,
    [
        new(SectionIds.ChiefComplaint, "Subjective", "Chief complaint", "State in a few words why the patient came. One statement."),
        new(SectionIds.History, "Subjective", "History", "State onset, severity, quality, and what makes the complaint worse or better. One fact per statement."),
        new(SectionIds.Reports, "Subjective", "Reports", "List the symptoms that the patient says they have. One symptom per statement."),
        new(SectionIds.Denies, "Subjective", "Denies", "List the symptoms that the patient says they do not have. One symptom per statement, named without a negation."),
        new(SectionIds.PastHistory, "Subjective", "Past history", "List the patient's earlier illnesses, operations and hospital stays. One per statement."),
        new(SectionIds.Medications, "Subjective", "Medications", "List the medicines the patient takes now, with dose, unit and frequency as said. One medicine per statement."),
        new(SectionIds.Allergies, "Subjective", "Allergies", "List the patient's allergies, each with its reaction. If the patient says there are none, state \"No known allergies\"."),
        new(SectionIds.FamilyHistory, "Subjective", "Family history", "List illnesses of relatives, each with the relative. One per statement."),
        new(SectionIds.SocialHistory, "Subjective", "Social history", "State tobacco, alcohol, drugs, work and living as said. One fact per statement."),
        new(SectionIds.MentalHealth, "Subjective", "Mental health", "State mood, sleep, worries and thoughts of self-harm, as reported or denied. One fact per statement."),
        new(SectionIds.Vitals, "Objective", "Vitals", "List the measurements that were said aloud, with their units. One measurement per statement."),
        new(SectionIds.Exam, "Objective", "Exam", "List the findings of the examination that the doctor said aloud. One finding per statement."),
        new(SectionIds.Diagnosis, "Assessment", "Diagnosis", "State the diagnosis or impression that the doctor said aloud."),
        new(SectionIds.Plan, "Plan", "Plan", "List what was decided: medicines started, changed or stopped, tests, follow-up. One decision per statement."),
    ]);
}

/// <summary>One section of a note.</summary>
/// <param name="Id">Lower case and hyphens; the gate knows the ids of the built-in note and reads polarity from "reports" and "denies", and whose illness it is from "family-history".</param>
/// <param name="Group">Subjective, Objective, Assessment or Plan.</param>
/// <param name="Heading">As shown and as given to the model.</param>
/// <param name="Instruction">What the model is asked to list; part of the prompt, so it holds nothing about a patient.</param>
public sealed record NoteSection(string Id, string Group, string Heading, string Instruction);

/// <summary>Ids of the built-in note's sections.</summary>
public static class SectionIds
{
    public const string ChiefComplaint = "chief-complaint";
    public const string History = "history";
    public const string Reports = "reports";
    public const string Denies = "denies";
    public const string PastHistory = "past-history";
    public const string Medications = "medications";
    public const string Allergies = "allergies";
    public const string FamilyHistory = "family-history";
    public const string SocialHistory = "social-history";
    public const string MentalHealth = "mental-health";
    public const string Vitals = "vitals";
    public const string Exam = "exam";
    public const string Diagnosis = "diagnosis";
    public const string Plan = "plan";
}
