using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>One complaint's history.</summary>
/// <param name="isNamed">There are several complaints, so that each statement says which it is about.</param>
internal sealed class HistoryTalk(Talk talk, Complaint problem, bool isNamed)
{
    readonly Slot shortName = new("short", problem.Short);
    readonly HashSet<string> told = new(StringComparer.Ordinal);

    public static void TakeOnset(Talk talk, Complaint problem, bool isNamed, WordSpan span, params int[] others) => Take(talk, problem, isNamed, "onset", span, others);

    public void Run(bool onsetIsKnown)
    {
        if (onsetIsKnown)
        {
            told.Add("onset");
        }

        if (isNamed)
        {
            talk.Doctor(HistoryPhrases.About, shortName);
        }

        if (problem.HasHistory && talk.Note.HasRoom(SectionIds.History, 3) && talk.Dice.Chance(.1 + (.35 * talk.Manner.Talkative)))
        {
            Story();
        }

        IReadOnlyList<(string Name, double Chance, Action Act)> parts =
        [
            ("onset", .95, Onset), ("severity", problem.HasScore ? .7 : 0, Severity), ("quality", .65, Quality), ("worse", .55, Worse), ("better", .5, Better),
        ];
        foreach (var (name, chance, act) in talk.Dice.Chance(.35) ? talk.Dice.Shuffled(parts) : parts)
        {
            if (problem.HasHistory && talk.Note.HasRoom(SectionIds.History) && !told.Contains(name) && talk.Happens(chance))
            {
                act();
            }
        }
    }

    static void Take(Talk talk, Complaint problem, bool isNamed, string kind, WordSpan span, params int[] others)
    {
        var words = kind switch
        {
            "worse" => "worse with",
            "worse when" => kind,
            "better" => "better with",
            _ => kind,
        };
        List<TextPiece> text = isNamed ? [NoteBuilder.Fixed(problem.Name)] : [];
        if (kind != "quality")
        {
            text.Add(NoteBuilder.Fixed(words));
        }

        text.Add(NoteBuilder.Said(span));
        talk.Note.Add(new VisitFact(SectionIds.History, kind, talk.TextOf(span)), span, others, text.Count > 1 ? [.. text] : []);
    }

    void Take(Said said, string kind, Said? question = null)
    {
        told.Add(kind);
        Take(talk, problem, isNamed, kind, said[kind], question is null ? [] : [question.Turn]);
    }

    void Story()
    {
        var symptoms = talk.Dice.Sample([.. problem.With.Where(name => !talk.Mentioned.Contains(name))], 2).ConvertAll(Symptoms.Find);
        var said = talk.Patient(StoryPhrases.All, [.. Slots(), new("a", symptoms[0].Plain(talk.Dice)), new("b", symptoms[1].Plain(talk.Dice))]);
        foreach (var (name, span) in said.Marks)
        {
            if (name is not ("a" or "b"))
            {
                Take(said, name);
                continue;
            }

            var symptom = symptoms[name == "a" ? 0 : 1];
            talk.Mentioned.Add(symptom.Name);
            talk.Note.Add(name == "a" ? SectionIds.Reports : SectionIds.Denies, symptom.Name, span);
        }
    }

    void Onset()
    {
        if (talk.Dice.Chance(.15))
        {
            Take(talk.Patient(HistoryPhrases.OnsetVolunteered, Slots()), "onset");
            return;
        }

        var question = talk.Doctor(HistoryPhrases.AskOnset, shortName);
        var answers = talk.Dice.Chance(.12) ? HistoryPhrases.OnsetCorrected : talk.Dice.Pick(HistoryPhrases.OnsetLength, HistoryPhrases.OnsetWhen);
        Take(talk.Patient(answers, Slots()), "onset", question);
    }

    void Severity()
    {
        var question = talk.Doctor(HistoryPhrases.AskSeverity, shortName);
        var score = talk.Dice.Between(1, 10);
        var wrong = score > 5 ? score - talk.Dice.Between(1, 3) : score + talk.Dice.Between(1, 3);
        Slot[] slots = [new("score", talk.Values.Score(score)), new("wrong", talk.Values.Number(wrong))];
        Take(talk.Patient(talk.Dice.Chance(.1) ? HistoryPhrases.SeverityCorrected : HistoryPhrases.Severity, slots), "severity", question);
    }

    void Quality()
    {
        if (talk.Dice.Chance(.15))
        {
            Take(talk.Patient(HistoryPhrases.QualityVolunteered, Slots()), "quality");
            return;
        }

        var question = talk.Doctor(HistoryPhrases.AskQuality, shortName);
        Take(talk.Patient(HistoryPhrases.Quality, Slots()), "quality", question);
    }

    void Worse()
    {
        var question = talk.Dice.Chance(.8) ? talk.Doctor(HistoryPhrases.AskWorse, shortName) : null;
        if (question is not null && talk.Dice.Chance(.12))
        {
            talk.Patient(HistoryPhrases.NothingWorsens);
            return;
        }

        var cause = talk.Dice.Pick(problem.Worse);
        var isClause = cause.StartsWith("I ", StringComparison.Ordinal) || cause.StartsWith("I'm", StringComparison.Ordinal);
        var said = talk.Patient(isClause ? HistoryPhrases.WorseWhen : HistoryPhrases.Worse, new Slot("worse", cause));
        Take(talk, problem, isNamed, isClause ? "worse when" : "worse", said["worse"], question is null ? [] : [question.Turn]);
    }

    void Better()
    {
        var question = talk.Doctor(HistoryPhrases.AskBetter, shortName);
        if (talk.Dice.Chance(.15))
        {
            talk.Patient(HistoryPhrases.NothingHelps);
            return;
        }

        Take(talk.Patient(HistoryPhrases.Better, Slots()), "better", question);
    }

    Slot[] Slots() =>
    [
        shortName, new("length", talk.Values.Length()), new("when", talk.Values.When()), new("since", talk.Values.SinceWhen()), new("wrong", talk.Values.Length()),
        new("score", talk.Values.Score(talk.Dice.Between(1, 10))), new("feel", talk.Dice.Pick(problem.Feels)), new("better", talk.Dice.Pick(problem.Better)),
        new("worse", talk.Dice.Pick(problem.WorseThings)),
    ];
}
