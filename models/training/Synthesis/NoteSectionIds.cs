using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Training.Synthesis;

/// <summary>Ids of the sections that reference notes have, in the order of a note.</summary>
public static class NoteSectionIds
{
    public const string PastHistory = "past-history";
    public const string FamilyHistory = "family-history";
    public const string SocialHistory = "social-history";
    public const string MentalHealth = "mental-health";

    public static IReadOnlyList<string> All { get; } =
    [
        SectionIds.ChiefComplaint, SectionIds.History, SectionIds.Reports, SectionIds.Denies, PastHistory, SectionIds.Medications, SectionIds.Allergies,
        FamilyHistory, SocialHistory, MentalHealth, SectionIds.Vitals, SectionIds.Exam, SectionIds.Diagnosis, SectionIds.Plan,
    ];
}
