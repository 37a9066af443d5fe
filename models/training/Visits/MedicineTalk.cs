using System.Globalization;

namespace OnPremLlm.Training.Visits;

/// <summary>What the patient takes, what he cannot take, what he shall take.</summary>
internal sealed class MedicineTalk(Conversation talk)
{
    readonly Dice dice = talk.Dice;
    readonly List<string> named = [];
    readonly List<string> taken = [];

    public void Medications()
    {
        if (!talk.Happens(.85))
        {
            return;
        }

        talk.Doctor("what medications are you taking?", "are you on any medications?", "any medicines at the moment?", "remind me what you take regularly.");
        if (dice.Chance(.12))
        {
            talk.Patient("nothing", "no, I don't take anything", "none");
            talk.Note.Medications.Add("none");
            return;
        }

        var count = Math.Min(7, 1 + (int)(dice.Next() * (1 + (3.6 * talk.Size))));
        for (var i = 0; i < count; i++)
        {
            TellMedicine(first: i == 0);
        }
    }

    public void Allergy()
    {
        if (!talk.Happens(.75))
        {
            return;
        }

        talk.Doctor("any allergies?", "are you allergic to anything?", "do you have any drug allergies?");
        if (dice.Chance(.4))
        {
            talk.Patient("no", "none that I know of", "no allergies");
            talk.Note.Allergies.Add("none");
            return;
        }

        var (allergen, reaction) = (dice.Pick(Vocabulary.Allergens), dice.Pick(Vocabulary.AllergicReactions));
        talk.Patient($"{allergen}, it gives me {reaction}", $"yes, {allergen}, I get {reaction}", $"I'm allergic to {allergen}, I had {reaction}");
        talk.Note.Allergies.Add($"{allergen} ({reaction})");
    }

    public void Prescribe()
    {
        if (!talk.Happens(.75))
        {
            return;
        }

        var (name, dose, frequency) = PickMedicine();
        var often = dice.Pick(frequency.Spoken.Where(spoken => !spoken.Contains(" I ", StringComparison.Ordinal)).ToList());
        var amount = $"{dose} {Unit()}";
        if (dice.Chance(.6))
        {
            var days = dice.Between(3, 30);
            talk.Doctor(
                $"I'm going to start you on {name} {amount} {often} for {days} days.",
                $"let's start {name}, {amount} {often}, for {days} days.",
                $"I'll prescribe {amount} of {name} {often} for {days} days.");
            talk.Note.Plan.Add($"start {name} {dose} mg {frequency.Written} for {days} days");
        }
        else
        {
            talk.Doctor($"we'll add {name} {amount} {often}.", $"I'd like you to begin {name} {amount} {often}.");
            talk.Note.Plan.Add($"start {name} {dose} mg {frequency.Written}");
        }
    }

    public void Change()
    {
        if (taken.Count == 0 || !talk.Happens(.35))
        {
            return;
        }

        var name = dice.Pick(taken);
        if (dice.Chance(.5))
        {
            talk.Doctor($"please stop the {name}.", $"let's stop {name}.");
            talk.Note.Plan.Add($"stop {name}");
            return;
        }

        var dose = dice.Pick(Vocabulary.Doses);
        talk.Doctor($"let's change the {name} to {dose} milligrams.", $"we'll adjust your {name} to {dose} mg.");
        talk.Note.Plan.Add($"change {name} to {dose} mg");
    }

    void TellMedicine(bool first)
    {
        var (name, dose, frequency) = PickMedicine();
        var often = dice.Pick(frequency.Spoken);
        // Sometimes the dose is corrected: only the second value counts.
        var said = dice.Chance(.05) ? $"{dice.Pick(Vocabulary.Doses)}, {dice.Pick("sorry", "no", "I mean")}, {dose}" : dose.ToString(CultureInfo.InvariantCulture);
        var amount = $"{said} {Unit()}";
        if (first)
        {
            talk.Patient($"{name} {amount} {often}", $"I take {name}, {amount}, {often}", $"{amount} of {name} {often}", $"{name}, I think {amount}, {often}");
        }
        else
        {
            var lead = dice.Pick("also ", "and ", "then there's ", "and I take ");
            talk.Say("Patient", lead + dice.Pick($"{name} {amount} {often}", $"{amount} of {name} {often}") + ".");
        }

        if (dice.Chance(.2))
        {
            talk.Doctor("okay.", "got it.", $"{name}, okay.", "alright.");
        }

        taken.Add(name);
        talk.Note.Medications.Add($"{name} {dose} mg {frequency.Written}");
    }

    string Unit() => dice.Pick("milligrams", "milligrams", "mg");

    (string Name, int Dose, Frequency Frequency) PickMedicine()
    {
        var name = dice.Pick(Vocabulary.Medicines.Except(named).ToList());
        named.Add(name);
        return (name, dice.Pick(Vocabulary.Doses), dice.Pick(Vocabulary.Frequencies));
    }
}
