namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>What a patient comes for, and what is said about it.</summary>
/// <param name="Name">As a note calls it.</param>
/// <param name="Nouns">Fit behind "I have" and "it's".</param>
/// <param name="Clauses">Whole sentences in which a patient says it; &lt;cc …&gt; is quoted and summed up by the name, &lt;as …&gt; stands as it is.</param>
/// <param name="Short">How the doctor refers to it: "the headache", "it".</param>
/// <param name="Feels">Behind "it's" or "it feels".</param>
/// <param name="With">Names of symptoms to ask about.</param>
/// <param name="Worse">What makes it worse; fits behind "worse with" or "worse when" (those begin with "I ").</param>
internal sealed record Complaint(
    string Name,
    IReadOnlyList<string> Nouns,
    IReadOnlyList<string> Clauses,
    string Short,
    IReadOnlyList<string> Feels,
    IReadOnlyList<string> With,
    IReadOnlyList<string> Worse,
    IReadOnlyList<string> Better,
    IReadOnlyList<string> Diagnoses,
    IReadOnlyList<string> Findings)
{
    static readonly string[] NoHistory = ["checkup", "medication refill"];

    static readonly string[] NoScore =
    [
        "check", "refill", "loss", "gain", "problems", "high blood", "insomnia", "periods", "lump", "tremor", "constipation", "frequent", "bleeding",
        "fainting", "fever",
    ];

    /// <summary>False for reasons that never began and do not feel like anything.</summary>
    public bool HasHistory => !NoHistory.Contains(Name);

    /// <summary>Those of <see cref="Worse"/> that are things, not clauses.</summary>
    public IReadOnlyList<string> WorseThings { get; } = [.. Worse.Where(cause => !cause.StartsWith('I'))];

    /// <summary>It makes sense to ask how bad it is from 1 to 10.</summary>
    public bool HasScore => HasHistory && !NoScore.Any(part => Name.Contains(part, StringComparison.Ordinal));

    /// <summary>Reads blocks of ten lines: the name, then one line for each further part ("noun: …; …").</summary>
    public static IEnumerable<Complaint> Read(string text) => text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(ReadBlock);

    static Complaint ReadBlock(string block)
    {
        var lines = block.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IReadOnlyList<string> Part(string key) => lines.First(line => line.StartsWith(key + ":", StringComparison.Ordinal))[(key.Length + 1)..]
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new Complaint(lines[0], Part("noun"), Part("says"), Part("short")[0], Part("feels"), Part("with"), Part("worse"), Part("better"), Part("diagnosis"), Part("exam"));
    }
}
