using OnPremLlm.Training.Synthesis.Wording;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis;

/// <summary>How the people of one visit talk.</summary>
/// <param name="Talkative">0: one word; 1: stories.</param>
/// <param name="Hesitant">Chance of a hesitation in a patient's turn.</param>
/// <param name="Interrupting">Chance that a longer turn is cut off and taken up again.</param>
/// <param name="NumberWords">Numbers are written in words.</param>
/// <param name="ShortUnits">"mg", not "milligrams".</param>
/// <param name="Joining">Share of the turns that are joined to the same speaker's turn before.</param>
/// <param name="Relative">"mother", "wife"…: who else is there; null for nobody.</param>
/// <param name="RelativeShare">Share of the patient's lines that the relative says; 1 for a small child.</param>
/// <param name="Person">How the relative and the doctor speak of the patient.</param>
internal sealed record Manner(
    double Talkative, double Hesitant, double Interrupting, bool NumberWords, bool ShortUnits, double Joining, string? Relative, double RelativeShare, Person Person)
{
    static readonly string[] Parents = ["mother", "father", "grandmother", "foster mother"];

    static readonly string[] Companions = ["wife", "husband", "daughter", "son", "sister", "partner", "carer", "mother"];

    public static Manner Draw(Dice dice, VisitOptions options)
    {
        var talkative = options.Style switch
        {
            VisitStyle.Any => dice.Next(),
            VisitStyle.Terse => dice.Next() * .15,
            VisitStyle.Talkative => .75 + (dice.Next() * .25),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
        var (hesitant, interrupting) = (dice.Chance(.5) ? dice.Next() * .3 : .02, dice.Chance(.4) ? dice.Next() * .12 : .01);
        var (words, units) = (dice.Chance(.2), dice.Chance(.12));
        var joining = dice.Chance(.6) ? 1 : dice.Next();
        var third = options.Speakers == VisitSpeakers.Three || (options.Speakers == VisitSpeakers.Any && dice.Chance(.14));
        var isChild = dice.Chance(.5);
        var share = isChild ? 1 : .1 + (dice.Next() * .3);
        var relative = dice.Pick(isChild ? Parents : Companions);
        return new Manner(talkative, hesitant, interrupting, words, units, joining, third ? relative : null, third ? share : 0, dice.Pick(Person.He, Person.She));
    }
}
