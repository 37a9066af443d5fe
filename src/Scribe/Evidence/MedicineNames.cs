namespace OnPremLlm.Scribe.Evidence;

/// <summary>Finds names of medicines: those of the formulary, and words that can only be one ("enoxaparin 40 mg", "dupilumab").</summary>
internal static class MedicineNames
{
    static readonly string[] Endings =
    [
        "pril", "sartan", "olol", "statin", "mycin", "micin", "cillin", "cycline", "floxacin", "azole", "prazole", "tidine", "gliptin", "gliflozin", "glutide", "formin",
        "oxetine", "triptyline", "azepam", "zolam", "profen", "parin", "xaban", "gatran", "dipine", "thiazide", "semide", "lukast", "triptan", "tinib", "mab", "vir",
        "caine", "codone", "morphone", "barbital", "phylline", "terol", "sone", "solone", "dronate", "setron", "conazole",
    ];

    public static IReadOnlyList<Finding> Find(IReadOnlyList<Token> tokens, IReadOnlyList<Quantity> quantities, IReadOnlySet<string> formulary)
    {
        var found = new List<Finding>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == TokenKind.Word && (formulary.Contains(tokens[i].Text) || LooksLikeOne(tokens[i].Text) || HasDose(tokens, i, quantities)))
            {
                found.Add(new Finding(tokens[i].Text, i));
            }
        }

        return found;
    }

    static bool LooksLikeOne(string word) => word.Length >= 7 && Endings.Any(e => word.EndsWith(e, StringComparison.Ordinal));

    // A word with a dose right behind it, or "40 mg of" before it. Short and everyday words are never taken for a name.
    static bool HasDose(IReadOnlyList<Token> tokens, int at, IReadOnlyList<Quantity> quantities)
    {
        var word = tokens[at].Text;
        return word.Length >= 6 && !word.Contains('\'') && !Everyday.Contains(word) && Lexicon.UnitOf(word) is null
            && quantities.Any(q => Lexicon.IsDose(q.Unit) && (q.At == at + 1 || (q.At == at - 3 && tokens[at - 1].Text == "of")));
    }

    static readonly HashSet<string> Everyday = Lexicon.Set("""
        another tablet tablets around nearly almost exactly probably either within before taking usually currently regular dosage increase decrease maximum minimum started
        something anything everything medicine medicines medication medications please changed please adjust reduce raised lowered
        """);
}
