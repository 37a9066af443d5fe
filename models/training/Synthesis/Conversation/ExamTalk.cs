using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>What the doctor measures, finds and concludes, said aloud.</summary>
internal sealed class ExamTalk(Talk talk, IReadOnlyList<Complaint> problems)
{
    Dice Dice => talk.Dice;

    public void Vitals()
    {
        if (Dice.Chance(.5))
        {
            talk.Doctor(ExamPhrases.LeadVitals);
        }

        IReadOnlyList<Action> measures = [BloodPressure, Pulse, Temperature, Respiration, Oxygen, Weight, Height, Glucose];
        foreach (var measure in Dice.Sample(measures, Dice.Between(1, talk.Size > 1 ? 5 : 3)))
        {
            measure();
            if (Dice.Chance(.18))
            {
                talk.Patient(ExamPhrases.ReactVitals);
                if (Dice.Chance(.6))
                {
                    talk.Doctor(ExamPhrases.AnswerVitals);
                }
            }
        }
    }

    public void Findings()
    {
        var pool = Dice.Sample(Pool(), Dice.Between(1, talk.Size > .9 ? 6 : 3));
        Lead();
        for (var i = 0; i < pool.Count && talk.Note.HasRoom(SectionIds.Exam, 3);)
        {
            var count = Math.Min(pool.Count - i, Dice.Between(1, 3));
            Slot[] slots = [new("a", pool[i]), new("b", pool[Math.Min(i + 1, pool.Count - 1)]), new("c", pool[Math.Min(i + 2, pool.Count - 1)]), Place()];
            var said = talk.Say(Speaker.Clinician, count switch
            {
                1 => ExamPhrases.One,
                2 => ExamPhrases.Two,
                _ => ExamPhrases.Three,
            }, slots);
            foreach (var (_, span) in said.Marks)
            {
                talk.Note.Add(SectionIds.Exam, talk.TextOf(span).ToLowerInvariant(), span);
            }

            i += count;
            if (Dice.Chance(.25))
            {
                Lead();
            }
        }
    }

    public void Diagnosis()
    {
        foreach (var (at, problem) in problems.Index())
        {
            if (at > 0 && !Dice.Chance(.75))
            {
                continue;
            }

            var diagnosis = Article.Mark(Dice.Pick(problem.Diagnoses), "x");
            var phrases = at > 0 || (problems.Count > 1 && Dice.Chance(.4)) ? ExamPhrases.DiagnosisNamed : ExamPhrases.Diagnosis;
            if (Dice.Chance(.12))
            {
                var other = Dice.Pick([.. problem.Diagnoses.Where(name => !diagnosis.Contains(Article.WithoutArticle(name), StringComparison.Ordinal))]);
                talk.Say(Speaker.Clinician, ExamPhrases.Not, new Slot("x", other));
            }

            var said = talk.Say(Speaker.Clinician, phrases, new Slot("x", diagnosis), new Slot("short", problem.Short));
            talk.Note.Add(SectionIds.Diagnosis, talk.TextOf(said["x"]), said["x"]);
            if (Dice.Chance(.4))
            {
                talk.Patient(ExamPhrases.React);
                talk.Say(Speaker.Clinician, ExamPhrases.Explain);
            }
        }
    }

    Slot Place() => new("place", Dice.Pick(Facts.Findings.BySystem).Place);

    List<string> Pool()
    {
        List<string> pool = [.. problems.SelectMany(problem => Dice.Sample(problem.Findings, 3))];
        foreach (var (_, clauses) in Dice.Sample(Facts.Findings.BySystem, 3))
        {
            pool.AddRange(Dice.Sample(clauses, 2));
        }

        return [.. pool.Distinct()];
    }

    void Lead()
    {
        if (Dice.Chance(.7))
        {
            talk.Doctor(ExamPhrases.LeadExam, Place());
            if (Dice.Chance(.35))
            {
                talk.Patient(ExamPhrases.During);
            }
        }
    }

    void BloodPressure()
    {
        var systolic = Dice.Between(92, 186);
        var diastolic = Math.Min(Dice.Between(54, 112), systolic - 24);
        Slot[] slots = [Number("x", systolic), Number("y", diastolic), Number("w", systolic + Dice.Between(4, 30))];
        if (Dice.Chance(.08))
        {
            var said = talk.Say(Speaker.Clinician, ExamPhrases.BloodPressureCorrected, slots);
            talk.Note.Add(new VisitFact(SectionIds.Vitals, "blood pressure", $"{systolic} over {diastolic}"), said["v"], [], NoteBuilder.Said(said["n"]), NoteBuilder.Said(said["r"]));
            return;
        }

        Measure("blood pressure", $"{systolic} over {diastolic}", ExamPhrases.BloodPressure, slots);
    }

    void Pulse() => Measure("pulse", ExamPhrases.Pulse, Dice.Between(46, 132));

    void Respiration() => Measure("respiratory rate", ExamPhrases.Respiration, Dice.Between(10, 28));

    void Oxygen() => Measure("oxygen", ExamPhrases.Oxygen, Dice.Between(87, 100));

    void Glucose() => Measure("glucose", ExamPhrases.Glucose, Dice.Between(68, 340));

    void Temperature()
    {
        var isCelsius = Dice.Chance(.4);
        var tenths = isCelsius ? Dice.Between(355, 402) : Dice.Between(965, 1038);
        var value = tenths % 10 == 0 ? talk.Values.Number(tenths / 10) : $"{tenths / 10}.{tenths % 10}";
        Measure("temperature", value, ExamPhrases.Temperature, [new Slot("x", value), new Slot("u", isCelsius ? "degrees Celsius" : Dice.Pick("Fahrenheit", "degrees Fahrenheit"))]);
    }

    void Weight()
    {
        var isMetric = Dice.Chance(.5);
        var value = isMetric ? Dice.Between(44, 132) : Dice.Between(98, 296);
        Measure("weight", $"{value}", ExamPhrases.Weight, [Number("x", value), new Slot("u", isMetric ? Dice.Pick("kilograms", "kilos") : "pounds")]);
    }

    void Height()
    {
        var value = Dice.Chance(.5)
            ? $"{talk.Values.Number(Dice.Between(148, 198))} centimeters"
            : $"{talk.Values.Number(Dice.Between(4, 6))} feet {talk.Values.Number(Dice.Between(1, 11))}{Dice.Pick("", " inches")}";
        Measure("height", value, ExamPhrases.Height, [new Slot("x", value)]);
    }

    Slot Number(string name, int value) => new(name, talk.Values.Number(value));

    void Measure(string name, Phrases phrases, int value) => Measure(name, $"{value}", phrases, [Number("x", value)]);

    void Measure(string name, string value, Phrases phrases, Slot[] slots)
    {
        var said = talk.Doctor(phrases, slots);
        talk.Note.Add(new VisitFact(SectionIds.Vitals, name, value), said["v"], []);
    }
}
