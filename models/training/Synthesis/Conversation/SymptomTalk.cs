using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Symptoms that are asked about, volunteered and denied.</summary>
internal sealed class SymptomTalk(Talk talk, IReadOnlyList<Complaint> problems)
{
    readonly List<string> reported = [];
    readonly List<string> denied = [];

    /// <summary>Speaks of up to <paramref name="count"/> symptoms.</summary>
    public void Run(int count)
    {
        var asked = new Queue<Symptom>(talk.Dice.Sample(Candidates(), count));
        while (asked.Count > 0 && talk.Note.HasRoom(SectionIds.Reports, 3) && talk.Note.HasRoom(SectionIds.Denies, 3))
        {
            Next(asked);
            if (talk.Dice.Chance(.12))
            {
                talk.Doctor(SmallPhrases.Hear);
            }
        }

        Afterthought();
    }

    /// <summary>The doctor says again what was said; it adds nothing to the note.</summary>
    public void Summarise()
    {
        if (reported.Count > 0 && denied.Count > 0)
        {
            talk.Doctor(SymptomPhrases.Summary, new Slot("a", talk.Dice.Pick(reported)), new Slot("b", talk.Dice.Pick(denied)));
            talk.Patient(talk.Dice.Chance(.5) ? SmallPhrases.Agree : new Phrases("[Yes|Right|Yeah|Correct], [that's right|exactly|that's it|that's about it]."));
        }
    }

    List<Symptom> Candidates()
    {
        var pool = problems.SelectMany(problem => problem.With).Select(Symptoms.Find).ToList();
        pool.AddRange(talk.Dice.Sample(Symptoms.All, 5));
        return [.. pool.Distinct().Where(symptom => !talk.Mentioned.Contains(symptom.Name) && problems.All(problem => !IsOf(problem, symptom)))];
    }

    // "Do you have a headache?" is no question to somebody who came for it.
    static bool IsOf(Complaint problem, Symptom symptom) =>
        problem.Name == symptom.Name || symptom.Name.Contains(problem.Name, StringComparison.Ordinal) || problem.Name.Contains(symptom.Name, StringComparison.Ordinal)
        || problem.Nouns.Any(noun => noun.Contains(symptom.Name, StringComparison.Ordinal));

    void Next(Queue<Symptom> asked)
    {
        var kind = talk.Dice.Next();
        if (kind < .12 && asked.Count >= 3)
        {
            Three(asked.Dequeue(), asked.Dequeue(), asked.Dequeue());
        }
        else if (kind < .32 && asked.Count >= 2)
        {
            Two(asked.Dequeue(), asked.Dequeue());
        }
        else if (kind < .4 && asked.Count >= 2)
        {
            VolunteerTwo(asked.Dequeue(), asked.Dequeue());
        }
        else if (kind < .44)
        {
            OneExpectingNo(asked.Dequeue());
        }
        else if (kind < .57)
        {
            Volunteer(asked.Dequeue());
        }
        else
        {
            One(asked.Dequeue());
        }
    }

    void One(Symptom symptom)
    {
        var isDoing = symptom.Doings.Count > 0 && talk.Dice.Chance(.4);
        var spoken = isDoing ? Article.MarkDoing(talk.Dice.Pick(symptom.Doings), "a") : talk.Dice.Pick(symptom.Nouns);
        var question = talk.Doctor(isDoing ? SymptomPhrases.AskDoing : SymptomPhrases.Ask, new Slot("a", spoken));
        if (talk.Dice.Chance(.03))
        {
            talk.Patient(SmallPhrases.What);
            question = talk.Doctor(isDoing ? SymptomPhrases.AskDoing : SymptomPhrases.Ask, new Slot("a", spoken));
        }

        var isYes = talk.Dice.Chance(.45);
        TakeAnswer(symptom, isYes, question);
    }

    void OneExpectingNo(Symptom symptom) => TakeAnswer(symptom, isYes: false, talk.Doctor(SymptomPhrases.AskExpectingNo, new Slot("a", Plain(symptom))));

    void TakeAnswer(Symptom symptom, bool isYes, Said question)
    {
        var repeats = talk.Dice.Chance(.22);
        var answers = (isYes, repeats) switch
        {
            (true, true) => SymptomPhrases.YesRepeating,
            (true, false) => SymptomPhrases.Yes,
            (false, true) => SymptomPhrases.NoRepeating,
            (false, false) => SymptomPhrases.No,
        };
        var answer = talk.Patient(answers, new Slot("a", Plain(symptom)));
        Take(symptom, isYes, question, answer, "a");
    }

    void Two(Symptom first, Symptom second)
    {
        Slot[] slots = [new("a", Plain(first)), new("b", Plain(second))];
        var question = talk.Doctor(SymptomPhrases.AskTwo, slots);
        var (answers, isFirst, isSecond) = talk.Dice.Between(0, 9) switch
        {
            < 3 => (SymptomPhrases.Neither, false, false),
            < 5 => (SymptomPhrases.Both, true, true),
            < 7 => (SymptomPhrases.FirstOnly, true, false),
            _ => (SymptomPhrases.SecondOnly, false, true),
        };
        var answer = talk.Patient(answers, slots);
        Take(first, isFirst, question, answer, "a");
        Take(second, isSecond, question, answer, "b");
    }

    void Three(Symptom first, Symptom second, Symptom third)
    {
        Slot[] slots = [new("a", Plain(first)), new("b", Plain(second)), new("c", Plain(third))];
        var question = talk.Doctor(SymptomPhrases.AskThree, slots);
        var kind = talk.Dice.Between(0, 2);
        var answer = talk.Patient(kind switch
        {
            0 => SymptomPhrases.NoneOfThree,
            1 => SymptomPhrases.FirstOfThree,
            _ => SymptomPhrases.LastOfThree,
        }, slots);
        Take(first, kind == 1, question, answer, "a");
        Take(second, isReported: false, question, answer, "b");
        Take(third, kind == 2, question, answer, "c");
    }

    void Volunteer(Symptom symptom)
    {
        if (talk.Dice.Chance(.15))
        {
            talk.Doctor(SymptomPhrases.Anything);
        }

        if (symptom.Clauses.Count > 0 && talk.Dice.Chance(.5))
        {
            var said = talk.Patient(SymptomPhrases.VolunteerClause, new Slot("clause", talk.Dice.Pick(symptom.Clauses)));
            Add(symptom, isReported: true, said.Find("s") ?? new WordSpan(said.Turn, 0, 0), []);
            return;
        }

        var isReported = talk.Dice.Chance(.55);
        var told = talk.Patient(isReported ? SymptomPhrases.Volunteer : SymptomPhrases.VolunteerNo, new Slot("a", Plain(symptom)));
        Add(symptom, isReported, told["a"], []);
    }

    void VolunteerTwo(Symptom first, Symptom second)
    {
        var isReported = talk.Dice.Chance(.4);
        var said = talk.Patient(isReported ? SymptomPhrases.VolunteerTwo : SymptomPhrases.VolunteerNoMany, new Slot("a", Plain(first)), new Slot("b", Plain(second)));
        Add(first, isReported, said["a"], []);
        Add(second, isReported, said["b"], []);
    }

    // What was denied comes back to mind; the earlier no is taken back, so it must not have been noted.
    void Afterthought()
    {
        var left = talk.Dice.Chance(.06) ? talk.Dice.Sample(Candidates(), 1) : [];
        foreach (var symptom in left)
        {
            talk.Doctor(SymptomPhrases.Ask, new Slot("a", Plain(symptom)));
            talk.Patient(SymptomPhrases.No, new Slot("a", Plain(symptom)));
            Add(symptom, isReported: true, talk.Patient(SymptomPhrases.Correct, new Slot("a", Plain(symptom)))["a"], []);
        }
    }

    string Plain(Symptom symptom) => symptom.Plain(talk.Dice);

    void Take(Symptom symptom, bool isReported, Said question, Said answer, string mark)
    {
        if (answer.Find(mark) is { } own)
        {
            Add(symptom, isReported, own, [question.Turn]);
        }
        else
        {
            Add(symptom, isReported, question[mark], [answer.Turn]);
        }
    }

    void Add(Symptom symptom, bool isReported, WordSpan quote, int[] others)
    {
        if (talk.Mentioned.Add(symptom.Name))
        {
            talk.Note.Add(isReported ? SectionIds.Reports : SectionIds.Denies, symptom.Name, quote, others);
            (isReported ? reported : denied).Add(Plain(symptom));
        }
    }
}
