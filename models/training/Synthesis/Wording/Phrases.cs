using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>Ways to say one thing. Immutable and thread-safe.</summary>
internal sealed class Phrases(params string[] templates)
{
    readonly Template[] parsed = [.. templates.Select(Template.Of)];

    public int Count => parsed.Length;

    public Template Draw(Dice dice) => parsed[dice.Between(0, parsed.Length - 1)];
}
