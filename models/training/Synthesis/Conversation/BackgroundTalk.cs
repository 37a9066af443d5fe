using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Allergies, earlier illnesses and operations, the family.</summary>
internal sealed class BackgroundTalk(Talk talk)
{
    public void Allergies()
    {
        if (talk.Dice.Chance(.1))
        {
            Slot[] own = [new("a", Allergen()), new("r", Reaction())];
            AddAllergy(talk.Patient(BackgroundPhrases.VolunteerAllergy, own), []);
            return;
        }

        var question = talk.Doctor(BackgroundPhrases.AskAllergies);
        switch (talk.Dice.Between(0, 9))
        {
            case < 4:
                NoAllergies(question);
                break;
            case < 6:
                AddAllergy(talk.Patient(BackgroundPhrases.AllergicWithReaction, new Slot("a", Allergen()), new Slot("r", Reaction())), [question.Turn]);
                break;
            case < 7:
                TwoAllergies(question);
                break;
            default:
                AllergyThenReaction(question);
                break;
        }
    }

    public void PastHistory()
    {
        talk.Doctor(BackgroundPhrases.AskPast);
        if (talk.Dice.Chance(.15))
        {
            talk.Patient(BackgroundPhrases.Healthy);
        }
        else if (talk.Dice.Chance(.3))
        {
            Slot[] slots = [new("c", Condition()), new("b", Condition("core2"))];
            var said = talk.Patient(BackgroundPhrases.PastTwo, slots);
            AddPast(said["core"]);
            AddPast(said["core2"]);
        }
        else
        {
            AddPast(talk.Patient(BackgroundPhrases.Past, new Slot("c", Condition()), Year())["core"]);
        }

        AskConditions();
        if (talk.Happens(.4))
        {
            Surgery();
        }
    }

    public void FamilyHistory()
    {
        if (talk.Dice.Chance(.3))
        {
            FamilyQuestion();
        }
        else
        {
            var question = talk.Doctor(BackgroundPhrases.AskFamily);
            if (talk.Dice.Chance(.15))
            {
                talk.Patient(BackgroundPhrases.FamilyNone);
                return;
            }

            TellFamily(question);
        }
    }

    void NoAllergies(Said question)
    {
        var answer = talk.Patient(BackgroundPhrases.NoAllergies);
        var (quote, other) = answer.Find("own") is { } own ? (own, question.Turn) : (question["no"], answer.Turn);
        talk.Note.Add(new VisitFact(SectionIds.Allergies, "none", ""), quote, [other], NoteBuilder.Fixed("no known allergies"));
    }

    void TwoAllergies(Said question)
    {
        var said = talk.Patient(BackgroundPhrases.AllergicTwo, new Slot("a", Allergen()), new Slot("b", Allergen()));
        talk.Note.Add(AllergyFact(said["a"], ""), said["a"], [question.Turn]);
        talk.Note.Add(AllergyFact(said["b"], ""), said["b"], [question.Turn]);
    }

    void AllergyThenReaction(Said question)
    {
        var said = talk.Patient(BackgroundPhrases.Allergic, new Slot("a", Allergen()));
        if (talk.Dice.Chance(.35))
        {
            AddAllergy(said, [question.Turn]);
            return;
        }

        var asked = talk.Doctor(BackgroundPhrases.AskReaction);
        var answer = talk.Patient(BackgroundPhrases.Reaction, new Slot("r", Reaction()));
        AddAllergy(said["a"], Core(answer), [question.Turn, answer["r"].Turn, asked.Turn]);
    }

    void AddAllergy(Said said, IEnumerable<int> others)
    {
        if (said.Find("r") is null)
        {
            talk.Note.Add(AllergyFact(said["a"], ""), said["a"], others);
        }
        else
        {
            AddAllergy(said["a"], Core(said), [said["r"].Turn, .. others]);
        }
    }

    void AddAllergy(WordSpan allergen, WordSpan reaction, IEnumerable<int> others) => talk.Note.Add(
        AllergyFact(allergen, talk.TextOf(reaction)), allergen, [reaction.Turn, .. others],
        NoteBuilder.Said(allergen), NoteBuilder.Fixed("with"), NoteBuilder.Said(reaction));

    // Any allergen may be a medicine's name; none is a word that means something else.
    VisitFact AllergyFact(WordSpan allergen, string reaction) => new(SectionIds.Allergies, talk.TextOf(allergen), reaction, talk.TextOf(allergen));

    static WordSpan Core(Said said) => said.Find("core") ?? said["r"];

    void AskConditions()
    {
        while (talk.Happens(.3) && talk.Note.HasRoom(NoteSectionIds.PastHistory, 2) && talk.Dice.Chance(.6))
        {
            var question = talk.Doctor(BackgroundPhrases.AskHaveCondition, new Slot("c", Article.WithoutArticle(DrawCondition())));
            var isYes = talk.Dice.Chance(.4);
            var answer = talk.Patient(isYes ? BackgroundPhrases.Yes : SymptomPhrases.No);
            talk.Note.Add(
                new VisitFact(NoteSectionIds.PastHistory, talk.TextOf(question["c"]), isYes ? "yes" : "no"), question["c"], [answer.Turn],
                isYes ? [] : [NoteBuilder.Fixed("no history of"), NoteBuilder.Said(question["c"])]);
        }
    }

    void Surgery()
    {
        talk.Doctor(BackgroundPhrases.AskSurgery);
        if (talk.Dice.Chance(.35))
        {
            talk.Patient(BackgroundPhrases.Healthy);
            return;
        }

        var operation = talk.Dice.Pick(Conditions.Operations);
        var said = talk.Patient(BackgroundPhrases.Surgery, new Slot("c", Article.Mark(operation, "core")), Year());
        AddPast(said["core"]);
    }

    void FamilyQuestion()
    {
        var question = talk.Doctor(BackgroundPhrases.AskFamilyOf, new Slot("c", Article.WithoutArticle(DrawCondition())));
        if (talk.Dice.Chance(.4))
        {
            talk.Patient(BackgroundPhrases.FamilyNone);
            return;
        }

        var (said, note) = talk.Dice.Pick(Conditions.Relatives);
        var answer = talk.Patient(BackgroundPhrases.FamilyYes, new Slot("rel", said));
        AddRelative(note, question["c"], [answer["rel"].Turn]);
    }

    void TellFamily(Said question)
    {
        var relatives = talk.Dice.Sample(Conditions.Relatives, 3);
        if (talk.Dice.Chance(.25))
        {
            Slot[] slots = [new("rel", relatives[0].Said), new("c", Condition()), new("rel2", relatives[1].Said), new("c2", Condition("core2"))];
            var both = talk.Patient(BackgroundPhrases.FamilyTwo, slots);
            AddRelative(relatives[0].Note, both["core"], [question.Turn]);
            AddRelative(relatives[1].Note, both["core2"], [question.Turn]);
            return;
        }

        for (var i = 0; i < (talk.Happens(.4) ? 2 : 1); i++)
        {
            var said = talk.Patient(i == 0 ? BackgroundPhrases.Family : BackgroundPhrases.FamilyNext, new Slot("rel", relatives[i].Said), new Slot("c", Condition()), Year());
            AddRelative(relatives[i].Note, said["core"], [said["rel"].Turn, question.Turn]);
        }
    }

    void AddRelative(string relative, WordSpan condition, IEnumerable<int> others) => talk.Note.Add(
        new VisitFact(NoteSectionIds.FamilyHistory, relative, talk.TextOf(condition)), condition, others, NoteBuilder.Fixed(relative), NoteBuilder.Said(condition));

    void AddPast(WordSpan quote) => talk.Note.Add(NoteSectionIds.PastHistory, talk.TextOf(quote), quote);

    string Allergen() => talk.Options.Medicines == MedicineNames.Training && talk.Dice.Chance(.75) ? talk.Dice.Pick(Facts.Allergies.Allergens) : talk.Medicines.Draw().Name;

    string Reaction() => Article.Mark(talk.Dice.Pick(Facts.Allergies.Reactions), "core");

    string Condition(string mark = "core") => Article.Mark(DrawCondition(), mark);

    string DrawCondition()
    {
        while (true)
        {
            var condition = talk.Dice.Pick(Conditions.Illnesses);
            if (talk.Mentioned.Add("condition " + Article.WithoutArticle(condition)))
            {
                return condition;
            }
        }
    }

    Slot Year()
    {
        var year = talk.Dice.Between(1985, 2025);
        return new Slot("year", talk.Manner.NumberWords ? Forms.SpokenNumbers.Year(year, talk.Dice) : $"{year}");
    }
}
