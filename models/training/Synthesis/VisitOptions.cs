namespace OnPremLlm.Training.Synthesis;

/// <summary>What a visit is for. Each has seeds of its own, so that no visit is in two of them.</summary>
public enum VisitSplit
{
    Training,
    Validation,
    Test,
    Load,
    Recordings,
}

/// <summary>How many turns a visit has as composed.</summary>
public enum VisitLength
{
    /// <summary>Any of the others, mostly usual and short.</summary>
    Any,

    /// <summary>1 to 4 turns, few facts or none.</summary>
    NearlySilent,

    /// <summary>12 to 40 turns.</summary>
    Short,

    /// <summary>40 to 80 turns.</summary>
    Usual,

    /// <summary>80 to 200 turns.</summary>
    Long,
}

/// <summary>Where names of medicines come from.</summary>
public enum MedicineNames
{
    /// <summary>The training formulary and made-up names.</summary>
    Training,

    /// <summary>Only names that no training visit has: held-out real ones and made-up ones of another range.</summary>
    Unseen,
}

/// <summary>Who is in the room.</summary>
public enum VisitSpeakers
{
    /// <summary>Mostly doctor and patient.</summary>
    Any,
    Two,

    /// <summary>A relative speaks for the patient or joins in.</summary>
    Three,
}

/// <summary>How people talk.</summary>
public enum VisitStyle
{
    /// <summary>Chosen for each visit.</summary>
    Any,

    /// <summary>Few words, answers of one word.</summary>
    Terse,

    /// <summary>Long sentences, fillers, things that do not matter.</summary>
    Talkative,
}

/// <summary>Choices for a visit that its seed would make otherwise.</summary>
public sealed class VisitOptions
{
    /// <summary>Default Any.</summary>
    public VisitLength Length { get; init; } = VisitLength.Any;

    /// <summary>Default Training. The training split refuses Unseen.</summary>
    public MedicineNames Medicines { get; init; } = MedicineNames.Training;

    /// <summary>Share of medicines with a made-up name, so that copying is learnt and not the names; default 0.5, from 0 to 1.</summary>
    public double MadeUpShare { get; init; } = .5;

    /// <summary>Default Any.</summary>
    public VisitSpeakers Speakers { get; init; } = VisitSpeakers.Any;

    /// <summary>Default Any.</summary>
    public VisitStyle Style { get; init; } = VisitStyle.Any;
}
