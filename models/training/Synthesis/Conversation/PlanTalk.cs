using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>What is decided about medicines, tests, advice and the next visit.</summary>
internal sealed class PlanTalk(Talk talk, IReadOnlyList<Intake> taken, AsideTalk aside)
{
    // Whose it is, the doctor does not say.
    static readonly string[] Orders =
    [
        .. MedicationPhrases.Full.Concat(MedicationPhrases.WithoutFrequency).Where(form => !form.Contains("my ", StringComparison.Ordinal))
            .Select(form => form.Replace("#", "1", StringComparison.Ordinal)),
    ];

    readonly List<string> recap = [];
    readonly Queue<Intake> known = new(talk.Dice.Shuffled([.. taken.Where(intake => intake.IsNoted)]));

    Dice Dice => talk.Dice;

    public void Run()
    {
        List<Action> steps = [];
        Add(steps, .75, Start);
        Add(steps, .25, Start);
        Add(steps, .3, Change);
        Add(steps, .25, Stop);
        Add(steps, .3, Continue);
        Add(steps, .6, Test);
        Add(steps, .25, Test);
        Add(steps, .3, Refer);
        Add(steps, .6, Advise);
        Add(steps, .3, Advise);
        Add(steps, .3, Warn);
        foreach (var step in Dice.Chance(.5) ? Dice.Shuffled(steps) : steps)
        {
            if (talk.Note.HasRoom(SectionIds.Plan, 3))
            {
                step();
                Respond();
            }
        }

        if (talk.Happens(.7))
        {
            FollowUp();
        }

        if (recap.Count > 1 && Dice.Chance(.15))
        {
            talk.Say(Speaker.Clinician, PlanPhrases.Recap, new Slot("a", recap[0]), new Slot("b", recap[1]));
            talk.Patient(SmallPhrases.Agree);
        }
    }

    void Add(List<Action> steps, double chance, Action step)
    {
        if (talk.Happens(chance))
        {
            steps.Add(step);
        }
    }

    void Respond()
    {
        var kind = Dice.Next();
        if (kind < .3)
        {
            talk.Patient(SmallPhrases.Agree);
        }
        else if (kind < .38)
        {
            aside.Question();
        }
    }

    Intake Draw()
    {
        var medicine = talk.Medicines.Draw();
        var amount = Dice.Pick(medicine.Doses);
        return new Intake(medicine, amount, talk.Values.Dose(amount, medicine.Unit), talk.Values.Number(amount), Frequencies.DrawForOrder(Dice));
    }

    void Start()
    {
        var intake = Draw();
        var others = intake.Medicine.Doses.Where(dose => dose != intake.Amount).DefaultIfEmpty(intake.Amount == "2" ? "1" : "2").ToList();
        List<Slot> slots =
        [
            .. intake.Slots(1), new("m1", Dice.Pick(Orders)), new("other", talk.Medicines.Draw().Name), new("wrong", talk.Values.Dose(Dice.Pick(others), intake.Medicine.Unit)),
        ];
        if (Dice.Chance(.15))
        {
            Together(intake, slots);
            return;
        }

        if (Dice.Chance(.1))
        {
            var corrected = talk.Say(Speaker.Clinician, PlanPhrases.StartCorrected, [.. slots]);
            List<TextPiece> text = corrected.Find("n") is { } name ? [NoteBuilder.Said(name), NoteBuilder.Said(corrected["rest"])] : [NoteBuilder.Said(corrected["m"])];
            Note("start", intake, corrected["m"], [NoteBuilder.Fixed("start"), .. text]);
            return;
        }

        var said = talk.Say(Speaker.Clinician, PlanPhrases.Start, [.. slots]);
        Note("start", intake, said["m1"], NoteBuilder.Fixed("start"), NoteBuilder.Said(said["m1"]));
        if (Dice.Chance(.2))
        {
            talk.Say(Speaker.Clinician, PlanPhrases.Length, new Slot("length", talk.Values.Interval()));
        }
    }

    void Together(Intake intake, List<Slot> slots)
    {
        slots.AddRange([new("length", talk.Values.Interval()), new("t", Article.Mark(NextTest(), "t"))]);
        var said = talk.Say(Speaker.Clinician, PlanPhrases.Together, [.. slots]);
        Note("start", intake, said["m1"], NoteBuilder.Fixed("start"), NoteBuilder.Said(said["m1"]));
        if (said.Find("t") is { } test)
        {
            Note("order", talk.TextOf(test), test, NoteBuilder.Fixed("order"), NoteBuilder.Said(test));
        }

        if (said.Find("w") is { } when)
        {
            NoteFollowUp(when);
        }
    }

    void Stop() => OnKnown(intake => Simple("stop", PlanPhrases.Stop, intake));

    void Continue() => OnKnown(intake => Simple("continue", PlanPhrases.Continue, intake));

    void Simple(string verb, Phrases phrases, Intake intake)
    {
        var said = talk.Say(Speaker.Clinician, phrases, intake.Slots(1));
        Note(verb, intake, said["n"], NoteBuilder.Fixed(verb), NoteBuilder.Said(said["n"]));
    }

    void Change() => OnKnown(intake =>
    {
        var others = intake.Medicine.Doses.Where(dose => dose != intake.Amount).ToList();
        if (others.Count == 0)
        {
            return;
        }

        Slot[] slots = [.. intake.Slots(1), new("new", talk.Values.Dose(Dice.Pick(others), intake.Medicine.Unit)), new("old", intake.Number)];
        var said = talk.Say(Speaker.Clinician, PlanPhrases.Change, slots);
        Note("change", intake, said["n"], NoteBuilder.Fixed("change"), NoteBuilder.Said(said["n"]), NoteBuilder.Fixed("to"), NoteBuilder.Said(said["d"]));
    });

    void OnKnown(Action<Intake> act)
    {
        if (known.TryDequeue(out var intake))
        {
            act(intake);
        }
    }

    void Test()
    {
        if (Dice.Chance(.3))
        {
            var both = talk.Say(Speaker.Clinician, PlanPhrases.TestTwo, new Slot("t", Article.Mark(NextTest(), "t")), new Slot("u", Article.Mark(NextTest(), "u")));
            Order(both["t"]);
            Order(both["u"]);
            return;
        }

        Order(talk.Say(Speaker.Clinician, PlanPhrases.Test, new Slot("t", Article.Mark(NextTest(), "t")))["t"]);
    }

    void Order(WordSpan test)
    {
        recap.Add(talk.TextOf(test));
        Note("order", talk.TextOf(test), test, NoteBuilder.Fixed("order"), NoteBuilder.Said(test));
    }

    string NextTest()
    {
        while (true)
        {
            var test = Dice.Pick(Facts.Orders.Tests);
            if (talk.Mentioned.Add(test))
            {
                return test;
            }
        }
    }

    void Refer()
    {
        var said = talk.Say(Speaker.Clinician, PlanPhrases.Refer, new Slot("t", Article.Mark(Dice.Pick(Facts.Orders.Specialists), "t")));
        Note("refer", talk.TextOf(said["t"]), said["t"], NoteBuilder.Fixed("refer to"), NoteBuilder.Said(said["t"]));
    }

    void Advise()
    {
        var advice = Dice.Sample(Facts.Orders.Advice, 2);
        var isTwo = Dice.Chance(.25);
        var said = talk.Say(Speaker.Clinician, isTwo ? PlanPhrases.AdviseTwo : PlanPhrases.Advise, new Slot("a", advice[0]), new Slot("b", advice[1]));
        foreach (var (name, span) in said.Marks)
        {
            recap.Add(advice[name == "a" ? 0 : 1]);
            Note("advice", talk.TextOf(span), span);
        }
    }

    void Warn()
    {
        var said = talk.Say(Speaker.Clinician, PlanPhrases.Warn, new Slot("i", Dice.Pick(Facts.Orders.Warnings)));
        Note("return", talk.TextOf(said["i"]), said["i"], NoteBuilder.Fixed("return if"), NoteBuilder.Said(said["i"]));
    }

    void FollowUp()
    {
        var phrases = Dice.Chance(.08) ? PlanPhrases.FollowUpCorrected : PlanPhrases.FollowUp;
        NoteFollowUp(talk.Say(Speaker.Clinician, phrases, new Slot("length", talk.Values.Interval()), new Slot("wrong", talk.Values.Interval()))["w"]);
    }

    // The first is kept: two dates for the next visit would be one too many.
    void NoteFollowUp(WordSpan when)
    {
        if (talk.Mentioned.Add("follow up"))
        {
            Note("follow up", talk.TextOf(when), when, NoteBuilder.Fixed("follow up"), NoteBuilder.Said(when));
        }
    }

    void Note(string kind, string subject, WordSpan quote, params TextPiece[] text) => talk.Note.Add(new VisitFact(SectionIds.Plan, kind, subject), quote, [], text);

    void Note(string kind, Intake intake, WordSpan quote, params TextPiece[] text) =>
        talk.Note.Add(new VisitFact(SectionIds.Plan, kind, intake.Medicine.Name, intake.Medicine.Name), quote, [], text);
}
