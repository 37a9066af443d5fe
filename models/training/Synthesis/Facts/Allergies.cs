namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>What people are allergic to besides medicines, and what happens then.</summary>
internal static class Allergies
{
    public static IReadOnlyList<string> Allergens { get; } =
    [
        "penicillin", "penicillin", "sulfa", "sulfa drugs", "codeine", "latex", "aspirin", "shellfish", "shrimp", "peanuts", "tree nuts", "iodine",
        "contrast dye", "morphine", "bee stings", "eggs", "milk", "soy", "strawberries", "pollen", "ragweed", "cats", "dust mites", "mold", "nickel",
        "adhesive tape", "amoxicillin", "ibuprofen", "erythromycin", "tetracycline", "wheat", "sesame", "kiwi", "grass", "horses", "lanolin", "wasp stings",
        "fish",
    ];

    public static IReadOnlyList<string> Reactions { get; } =
    [
        "a rash", "hives", "swelling", "nausea", "itching", "wheezing", "a terrible rash", "throat swelling", "vomiting", "lip swelling", "trouble breathing",
        "dizziness", "stomach cramps", "facial swelling", "an itchy mouth", "anaphylaxis", "a headache", "watery eyes", "blisters", "diarrhea",
        "a rash all over", "swelling of the tongue", "big welts",
    ];
}
