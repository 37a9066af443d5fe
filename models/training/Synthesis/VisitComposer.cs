using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Conversation;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Forms;
using OnPremLlm.Training.Synthesis.Wording;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis;

/// <summary>Puts the parts of a visit in order, and as many of them as its length asks for.</summary>
internal sealed class VisitComposer
{
    readonly Talk talk;
    readonly List<Complaint> problems;
    readonly OpeningTalk opening;
    readonly SymptomTalk symptoms;
    readonly MedicationTalk medications;
    readonly BackgroundTalk background;
    readonly LifeTalk life;
    readonly ExamTalk exam;
    readonly AsideTalk aside;

    VisitComposer(Dice dice, VisitOptions options, int target)
    {
        talk = new Talk(dice, options, target);
        problems = dice.Sample(Complaints.All, ProblemCount());
        opening = new OpeningTalk(talk, problems);
        symptoms = new SymptomTalk(talk, problems);
        medications = new MedicationTalk(talk);
        background = new BackgroundTalk(talk);
        life = new LifeTalk(talk);
        exam = new ExamTalk(talk, problems);
        aside = new AsideTalk(talk);
    }

    Dice Dice => talk.Dice;

    public static SyntheticVisit Compose(Dice dice, VisitOptions options)
    {
        var length = options.Length == VisitLength.Any ? DrawLength(dice) : options.Length;
        var (least, most) = Bounds(length);
        while (true)
        {
            var composer = new VisitComposer(dice, options, (int)(dice.Between(least, most) * 1.1));
            composer.Run(length);
            var visit = JoinedTurns.Of(composer.talk.Note.Finish(), composer.talk.Manner.Joining, dice);
            if (visit.Turns.Count >= least && visit.Turns.Count <= most)
            {
                return visit;
            }
        }
    }

    /// <summary>Fewest and most turns of a class.</summary>
    public static (int Least, int Most) Bounds(VisitLength length) => length switch
    {
        VisitLength.NearlySilent => (1, 4),
        VisitLength.Short => (12, 40),
        VisitLength.Usual => (40, 80),
        VisitLength.Long => (80, 200),
        _ => throw new ArgumentOutOfRangeException(nameof(length), length, "Any has no bounds of its own."),
    };

    static VisitLength DrawLength(Dice dice) => dice.Next() switch
    {
        < .04 => VisitLength.NearlySilent,
        < .42 => VisitLength.Short,
        < .87 => VisitLength.Usual,
        _ => VisitLength.Long,
    };

    int ProblemCount() => talk.Target switch
    {
        < 20 => 1,
        < 40 => Dice.Chance(.1) ? 2 : 1,
        < 80 => Dice.Chance(.3) ? 2 : 1,
        _ => Dice.Between(1, Dice.Chance(.3) ? 4 : 3),
    };

    void Run(VisitLength length)
    {
        if (length == VisitLength.NearlySilent)
        {
            Barely();
            return;
        }

        Open();
        Story();
        Background();
        Examine();
        new PlanTalk(talk, medications.Taken, aside).Run();
        while (talk.Turns < talk.Target - 3)
        {
            Loose();
        }

        opening.Bye();
    }

    void Barely()
    {
        switch (Dice.Between(0, 6))
        {
            case 0:
                talk.Say(Speaker.Clinician, AsidePhrases.Muttering);
                break;
            case 1:
                talk.Say(Speaker.Clinician, OpeningPhrases.Greet);
                talk.Say(talk.Voice, OpeningPhrases.GreetBack);
                break;
            case 2:
                talk.Say(Speaker.Clinician, OpeningPhrases.AskReason);
                break;
            case 3:
                aside.Run();
                break;
            case 4:
                aside.Run();
                talk.Say(Speaker.Clinician, OpeningPhrases.ByeDoctor);
                break;
            case 5:
                opening.Reasons();
                break;
            default:
                exam.Vitals();
                break;
        }
    }

    void Open()
    {
        opening.Greet();
        Aside(.25);
        opening.Reasons();
    }

    void Story()
    {
        foreach (var problem in problems)
        {
            new HistoryTalk(talk, problem, problems.Count > 1).Run(opening.WithOnset.Contains(problem));
            Aside(.12);
        }
    }

    void Background()
    {
        List<(double Chance, Action Act)> blocks =
        [
            (.95, () => symptoms.Run(2 + (int)(Dice.Next() * talk.Size * 9))), (.85, medications.Run), (.7, background.Allergies), (.45, background.PastHistory),
            (.4, background.FamilyHistory), (.4, life.Social), (.35, life.Mind),
        ];
        foreach (var (chance, act) in Dice.Chance(.4) ? Dice.Shuffled(blocks) : blocks)
        {
            if (talk.Turns < talk.Target * .66 && talk.Happens(chance))
            {
                act();
                Aside(.12);
            }
        }

        Widen();
        if (Dice.Chance(.2))
        {
            symptoms.Summarise();
        }
    }

    // A long visit has more of everything; what is left over is chat.
    void Widen()
    {
        for (var round = 0; talk.Turns < talk.Target * .62 && round < 60; round++)
        {
            if (Dice.Chance(.45) && talk.Note.HasRoom(SectionIds.Reports, 4) && talk.Note.HasRoom(SectionIds.Denies, 4))
            {
                symptoms.Run(2);
            }
            else
            {
                Loose();
            }
        }
    }

    void Examine()
    {
        foreach (var (chance, latest, act) in new (double, double, Action)[] { (.7, .8, exam.Vitals), (.75, .85, exam.Findings), (.85, .95, exam.Diagnosis) })
        {
            if (talk.Turns < talk.Target * latest && talk.Happens(chance))
            {
                act();
                Aside(.08);
            }
        }
    }

    void Aside(double chance)
    {
        if (Dice.Chance(chance * (.4 + talk.Manner.Talkative)))
        {
            aside.Run();
        }
    }

    void Loose()
    {
        if (Dice.Chance(.4))
        {
            aside.Question();
        }
        else
        {
            aside.Run();
        }
    }
}
