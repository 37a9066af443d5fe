using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>What the patient takes now.</summary>
internal sealed class MedicationTalk(Talk talk)
{
    const int MostInTurn = 3;

    static readonly string[][] Full = Numbered(MedicationPhrases.Full);
    static readonly string[][] WithoutFrequency = Numbered(MedicationPhrases.WithoutFrequency);
    static readonly string[][] WithoutDose = Numbered(MedicationPhrases.WithoutDose);
    static readonly string[][] NameOnly = Numbered(MedicationPhrases.NameOnly);

    /// <summary>Medicines in the note so far, for the plan to change.</summary>
    public List<Intake> Taken { get; } = [];

    public void Run()
    {
        var question = talk.Doctor(MedicationPhrases.Ask);
        if (talk.Dice.Chance(.1))
        {
            var answer = talk.Patient(MedicationPhrases.None);
            talk.Note.Add(new VisitFact(SectionIds.Medications, "none", ""), answer["no"], [question.Turn], NoteBuilder.Fixed("no medications"));
            return;
        }

        var count = Math.Min(NoteBuilder.MostInSection - 2, 1 + (int)(talk.Dice.Next() * (1.2 + (3 * Math.Min(talk.Size, 2.4)))));
        while (Taken.Count < count)
        {
            var isFirst = Taken.Count == 0;
            if (!isFirst && talk.Dice.Chance(.4))
            {
                talk.Doctor(MedicationPhrases.AskMore);
            }

            Next(count - Taken.Count, isFirst);
        }

        if (talk.Dice.Chance(.3))
        {
            talk.Doctor(MedicationPhrases.AskMore);
            talk.Patient(MedicationPhrases.NoMore);
        }
    }

    static string[][] Numbered(IReadOnlyList<string> forms) =>
        [.. Enumerable.Range(0, MostInTurn + 1).Select(i => forms.Select(form => form.Replace("#", $"{i}", StringComparison.Ordinal)).ToArray())];

    void Next(int left, bool isFirst)
    {
        var kind = talk.Dice.Next();
        switch (kind)
        {
            case < .18 when left >= 3:
                Several(3, MedicationPhrases.TellThree);
                break;
            case < .36 when left >= 2:
                Several(2, MedicationPhrases.TellTwo);
                break;
            case < .46:
                InDialogue();
                break;
            case < .54:
                FromChart();
                break;
            case < .6:
                One(MedicationPhrases.Scattered, "n", "d", "f");
                break;
            case < .67:
                One(MedicationPhrases.SelfCorrected, "n", "rest");
                break;
            case < .72:
                One(MedicationPhrases.NameCorrected);
                break;
            case < .76:
                Described();
                break;
            case < .8:
                talk.Patient(MedicationPhrases.Stopped, new Slot("other", talk.Medicines.Draw().Name));
                break;
            default:
                Several(1, isFirst ? MedicationPhrases.TellOne : MedicationPhrases.TellNext);
                break;
        }
    }

    Intake Draw()
    {
        var medicine = talk.Medicines.Draw();
        var amount = talk.Dice.Pick(medicine.Doses);
        var intake = new Intake(medicine, amount, talk.Values.Dose(amount, medicine.Unit), talk.Values.Number(amount), Frequencies.Draw(talk.Dice));
        Taken.Add(intake);
        return intake;
    }

    void Several(int count, Phrases phrases)
    {
        List<Slot> slots = [];
        var intakes = Enumerable.Range(1, count).Select(i => Prepare(i, slots)).ToList();
        var said = talk.Patient(phrases, [.. slots]);
        for (var i = 1; i <= count; i++)
        {
            Add(intakes[i - 1], said[$"m{i}"], []);
        }
    }

    Intake Prepare(int at, List<Slot> slots)
    {
        var intake = Draw();
        var kind = talk.Dice.Next();
        var forms = kind < .62 ? Full : kind < .76 ? WithoutFrequency : kind < .88 ? WithoutDose : NameOnly;
        slots.AddRange(intake.Slots(at));
        slots.Add(new Slot($"m{at}", talk.Dice.Pick(forms[at])));
        return intake;
    }

    // With parts, their spans make the text; without, the span of the whole is the statement.
    void One(Phrases phrases, params string[] parts)
    {
        var intake = Draw();
        var said = talk.Patient(phrases, [.. intake.Slots(1), new("wrong", Wrong(intake)), new("other", talk.Medicines.Draw().Name)]);
        Add(intake, said.Find("m") ?? said["n"], [], [.. parts.Select(part => NoteBuilder.Said(said[part]))]);
    }

    string Wrong(Intake intake)
    {
        var others = intake.Medicine.Doses.Where(dose => dose != intake.Amount).DefaultIfEmpty(intake.Amount == "1" ? "2" : "1").ToList();
        var wrong = talk.Dice.Pick(others);
        return talk.Dice.Chance(.5) ? talk.Values.Number(wrong) : talk.Values.Dose(wrong, intake.Medicine.Unit);
    }

    void InDialogue()
    {
        var intake = Draw();
        var slots = intake.Slots(1);
        var name = talk.Patient(MedicationPhrases.NameFirst, slots);
        if (talk.Dice.Chance(.1))
        {
            Add(intake, name["n"], []);
            return;
        }

        talk.Doctor(MedicationPhrases.AskDose);
        if (talk.Dice.Chance(.5))
        {
            var both = talk.Patient(MedicationPhrases.DoseAndFrequency, slots);
            List<TextPiece> text = [NoteBuilder.Said(name["n"]), NoteBuilder.Said(both["d"])];
            text.AddRange(both.Find("f") is { } frequency ? [NoteBuilder.Said(frequency)] : []);
            Add(intake, name["n"], [both.Turn, .. both.Marks.Select(mark => mark.Span.Turn)], [.. text]);
            return;
        }

        var dose = talk.Patient(MedicationPhrases.Dose, slots);
        talk.Doctor(MedicationPhrases.AskFrequency);
        var often = talk.Patient(MedicationPhrases.Frequency, slots);
        Add(intake, name["n"], [dose["d"].Turn, often["f"].Turn], NoteBuilder.Said(name["n"]), NoteBuilder.Said(dose["d"]), NoteBuilder.Said(often["f"]));
    }

    void FromChart()
    {
        var intake = Draw();
        Slot[] slots = [.. intake.Slots(1), new("wrong", Frequencies.DrawForOrder(talk.Dice))];
        if (talk.Dice.Chance(.7))
        {
            var said = talk.Doctor(MedicationPhrases.FromChart, slots);
            Add(intake, said["m"], [talk.Patient(MedicationPhrases.Confirm).Turn]);
            return;
        }

        var parts = talk.Doctor(MedicationPhrases.FromChartParts, slots);
        var correction = talk.Patient(MedicationPhrases.CorrectFrequency, slots);
        Add(intake, parts["n"], [parts["d"].Turn, correction["f"].Turn], NoteBuilder.Said(parts["n"]), NoteBuilder.Said(parts["d"]), NoteBuilder.Said(correction["f"]));
    }

    void Described()
    {
        talk.Patient(MedicationPhrases.DescribeOnly);
        var intake = Draw();
        var guess = talk.Doctor(MedicationPhrases.DescribeGuess, intake.Slots(1));
        Add(intake, guess["m"], [talk.Patient(MedicationPhrases.Confirm).Turn]);
    }

    void Add(Intake intake, WordSpan quote, IEnumerable<int> others, params TextPiece[] text)
    {
        intake.IsNoted = true;
        talk.Note.Add(new VisitFact(SectionIds.Medications, intake.Medicine.Name, $"{intake.Dose} {intake.Frequency}", intake.Medicine.Name), quote, others, text);
    }
}
