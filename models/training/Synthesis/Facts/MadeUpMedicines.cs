using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Names that no medicine has and that sound like one. A tenth of all possible ones is reserved for names that training never has.</summary>
internal static class MadeUpMedicines
{
    static readonly string[] Starts =
    [
        "a", "al", "am", "ar", "az", "ba", "bel", "bi", "bro", "ca", "car", "ce", "cel", "chlo", "ci", "clo", "cor", "cy", "da", "de", "di", "do", "dro",
        "du", "e", "el", "en", "es", "fa", "fe", "flu", "fo", "fro", "ga", "gel", "gli", "gu", "ha", "hy", "i", "in", "is", "ka", "ke", "la", "le", "li",
        "lo", "lu", "ma", "me", "mi", "mo", "my", "na", "ne", "ni", "no", "o", "ol", "or", "ox", "pa", "pe", "pi", "pra", "pro", "qui", "ra", "re", "ri",
        "ro", "sa", "se", "si", "so", "su", "ta", "te", "ti", "to", "tra", "tri", "u", "va", "ve", "vi", "vo", "xa", "za", "ze", "zo", "zy",
    ];

    static readonly string[] Middles =
    [
        "ba", "be", "bi", "bo", "ca", "ce", "ci", "clo", "da", "de", "di", "do", "fa", "fi", "flo", "ga", "li", "la", "lo", "lu", "ma", "me", "mi", "mo",
        "na", "ne", "ni", "no", "pa", "pe", "pi", "pro", "ra", "re", "ri", "ro", "sa", "si", "ta", "te", "ti", "to", "tra", "va", "ve", "vi", "xa", "xi",
        "za", "zo", "ben", "tol", "fen", "lan", "mer", "tan", "zol", "dro", "qui", "thi",
    ];

    static readonly string[] Ends =
    [
        "pril", "sartan", "olol", "statin", "dipine", "azole", "prazole", "tidine", "floxacin", "mycin", "cillin", "cycline", "oxetine", "pramine", "triptan",
        "gliptin", "gliflozin", "formin", "glitazone", "zepam", "zolam", "barbital", "caine", "dronate", "fenac", "profen", "lukast", "mab", "nib", "parin",
        "xaban", "setron", "terol", "tropium", "vir", "zosin", "zide", "amide", "idone", "apine", "peridol", "mide", "tadine", "rizine", "sone", "solone",
        "nide", "gabalin", "racetam", "line", "dine", "trol", "xine", "mate", "pam", "tinib", "cept", "xol", "vance", "rex", "tra", "nex", "lor", "via",
        "quil", "dex", "zen",
    ];

    public static string Draw(Dice dice, bool reserved)
    {
        while (true)
        {
            var name = dice.Pick(Starts) + string.Concat(Enumerable.Range(0, dice.Between(dice.Chance(.5) ? 0 : 1, 2)).Select(_ => dice.Pick(Middles))) + dice.Pick(Ends);
            if (name.Length is >= 6 and <= 15 && IsReserved(name) == reserved && !TrainingFormulary.Names.Contains(name) && !HeldOutFormulary.Names.Contains(name))
            {
                return name;
            }
        }
    }

    /// <summary>True for names that are kept for measuring.</summary>
    public static bool IsReserved(string name) => name.ToLowerInvariant().Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) % 10 == 0;
}
