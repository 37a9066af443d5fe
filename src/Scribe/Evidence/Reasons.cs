namespace OnPremLlm.Scribe.Evidence;

/// <summary>Judgements that several checks share, in one wording.</summary>
internal static class Reasons
{
    public static string Subject(bool statementIsFamily) =>
        statementIsFamily ? "The cited words are about the patient, not about a relative." : "The cited words are about a relative, not about the patient.";

    /// <summary>Compares what is stated with what the mentions say.</summary>
    public static void Polarity(bool negated, IReadOnlyList<Polarity> senses, Findings findings)
    {
        var agrees = negated ? Evidence.Polarity.Negated : Evidence.Polarity.Stated;
        var contradicts = negated ? Evidence.Polarity.Stated : Evidence.Polarity.Negated;
        if (!senses.Contains(agrees))
        {
            if (senses.Contains(contradicts))
            {
                findings.Reject(negated ? "The cited words do not deny this." : "The cited words deny this.");
            }
            else
            {
                findings.Doubt("The cited words do not say clearly whether this is so.");
            }
        }
        else if (senses.Contains(contradicts))
        {
            findings.Doubt("The cited words say both that this is so and that it is not.");
        }
    }
}
