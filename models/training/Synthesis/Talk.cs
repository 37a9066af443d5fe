using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis;

/// <summary>A visit that is being invented: who speaks how, what has been said and noted so far, and how much is still to come.</summary>
internal sealed class Talk
{
    readonly List<VisitTurn> turns = [];
    readonly Utterance utterance = new();

    public Talk(Dice dice, VisitOptions options, int target)
    {
        (Dice, Options, Target) = (dice, options, target);
        Manner = Manner.Draw(dice, options);
        Values = new Values(dice, Manner);
        Medicines = new MedicineChoice(dice, options);
        Note = new NoteBuilder(turns);
    }

    public Dice Dice { get; }

    public VisitOptions Options { get; }

    public Manner Manner { get; }

    public Values Values { get; }

    public MedicineChoice Medicines { get; }

    public NoteBuilder Note { get; }

    /// <summary>Turns that the visit should have in the end.</summary>
    public int Target { get; }

    public int Turns => turns.Count;

    /// <summary>1 for a visit of 50 turns.</summary>
    public double Size => Target / 50.0;

    /// <summary>Symptoms, conditions and topics that were spoken of.</summary>
    public HashSet<string> Mentioned { get; } = new(StringComparer.Ordinal);

    /// <summary>More often in long visits, never more than surely.</summary>
    public bool Happens(double probability) => Dice.Chance(Math.Min(.97, probability * Math.Clamp(.35 + (.65 * Size), .3, 1.6)));

    public bool IsTalkative() => Dice.Chance(Manner.Talkative);

    public string TextOf(WordSpan span) => StatementText.Of(span, turns);

    public Said Doctor(Phrases phrases, params ReadOnlySpan<Slot> slots)
    {
        var (words, marks) = Render(phrases, slots);
        if (Manner.RelativeShare >= 1)
        {
            Manner.Person.FromSecond(words);
        }

        return Deliver(Speaker.Clinician, words, marks);
    }

    /// <summary>Said by the patient, or about the patient by a relative who answers for him or her.</summary>
    public Said Patient(Phrases phrases, params ReadOnlySpan<Slot> slots)
    {
        var (words, marks) = Render(phrases, slots);
        var isRelative = Manner.Relative is not null && Dice.Chance(Manner.RelativeShare);
        if (isRelative)
        {
            Manner.Person.FromFirst(words);
        }

        return Deliver(isRelative ? Speaker.Other : Speaker.Patient, words, marks);
    }

    /// <summary>Word for word, whoever it is.</summary>
    public Said Say(Speaker speaker, Phrases phrases, params ReadOnlySpan<Slot> slots)
    {
        var (words, marks) = Render(phrases, slots);
        return Deliver(speaker, words, marks);
    }

    /// <summary>Who answers for the patient when nobody in particular does.</summary>
    public Speaker Voice => Manner.RelativeShare >= 1 ? Speaker.Other : Speaker.Patient;

    (List<string> Words, List<(string Name, int First, int Last)> Marks) Render(Phrases phrases, ReadOnlySpan<Slot> slots)
    {
        utterance.Clear();
        phrases.Draw(Dice).Render(utterance, Dice, slots);
        return utterance.Finish();
    }

    Said Deliver(Speaker speaker, List<string> words, List<(string Name, int First, int Last)> marks)
    {
        if (Dice.Chance(speaker == Speaker.Clinician ? Manner.Hesitant / 4 : Manner.Hesitant))
        {
            Delivery.Hesitate(words, marks, Dice);
        }

        if (words.Count > 8 && Dice.Chance(Manner.Interrupting) && Delivery.FreeGap(words, marks, Dice, margin: 3) is { } gap && !Delivery.EndsSentence(words[gap - 1]))
        {
            return Interrupted(speaker, words, marks, gap);
        }

        turns.Add(new VisitTurn(speaker, words));
        var turn = turns.Count - 1;
        return new Said(turn, [.. marks.Select(mark => (mark.Name, new WordSpan(turn, mark.First, mark.Last)))]);
    }

    Said Interrupted(Speaker speaker, List<string> words, List<(string Name, int First, int Last)> marks, int gap)
    {
        var first = turns.Count;
        turns.Add(new VisitTurn(speaker, [.. words[..(gap - 1)], words[gap - 1].TrimEnd(',', ';', ':') + "—"]));
        Say(speaker == Speaker.Clinician ? Voice : Speaker.Clinician, SmallPhrases.CutIn);
        turns.Add(new VisitTurn(speaker, words[gap..]));
        var second = turns.Count - 1;
        return new Said(second, [.. marks.Select(mark => (mark.Name, mark.Last < gap
            ? new WordSpan(first, mark.First, mark.Last)
            : new WordSpan(second, mark.First - gap, mark.Last - gap)))]);
    }
}
