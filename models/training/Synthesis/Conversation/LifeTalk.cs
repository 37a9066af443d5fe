using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Habits, work and home; mood, sleep, worries and thoughts of self-harm.</summary>
internal sealed class LifeTalk(Talk talk)
{
    Dice Dice => talk.Dice;

    public void Social()
    {
        IReadOnlyList<Action> topics = [Tobacco, Alcohol, Drugs, Work, Home, Exercise];
        RunSome(topics, talk.Happens(.5) ? 4 : 2);
    }

    public void Mind()
    {
        IReadOnlyList<Action> topics = [Mood, Sleep, Stress, Trouble, Trouble, Harm];
        RunSome(topics, talk.Happens(.4) ? 4 : 2);
    }

    void RunSome(IReadOnlyList<Action> topics, int most)
    {
        foreach (var topic in Dice.Sample(topics, Dice.Between(1, most)))
        {
            topic();
        }
    }

    void Tobacco() => Habit("tobacco", LifePhrases.AskTobacco, LifePhrases.Smokes, LifePhrases.SmokesNot, LifeFacts.Tobacco, .35);

    void Alcohol() => Habit("alcohol", LifePhrases.AskAlcohol, LifePhrases.Drinks, LifePhrases.DrinksNot, LifeFacts.Alcohol, .55);

    void Drugs() => Habit("drugs", LifePhrases.AskDrugs, LifePhrases.UsesDrugs, SymptomPhrases.No, LifeFacts.Drugs, .25);

    void Habit(string name, Phrases ask, Phrases yes, Phrases no, IReadOnlyList<string> amounts, double chance)
    {
        var question = talk.Doctor(ask);
        if (Dice.Chance(chance))
        {
            Add(NoteSectionIds.SocialHistory, name, talk.Patient(yes, new Slot("t", Dice.Pick(amounts)))["t"], question, NoteBuilder.Fixed(name));
            return;
        }

        var answer = talk.Patient(no, new Slot("year", $"{Dice.Between(1990, 2024)}"));
        if (answer.Find("own") is { } own && talk.TextOf(own).Contains(' ', StringComparison.Ordinal))
        {
            Add(NoteSectionIds.SocialHistory, name, own, question);
        }
        else
        {
            talk.Note.Add(new VisitFact(NoteSectionIds.SocialHistory, name, "no"), question["q"], [answer.Turn], NoteBuilder.Fixed("no " + name));
        }
    }

    void Work()
    {
        var question = talk.Doctor(LifePhrases.AskWork);
        if (Dice.Chance(.25))
        {
            Add(NoteSectionIds.SocialHistory, "work", talk.Patient(LifePhrases.WorksNot, new Slot("year", $"{Dice.Between(2005, 2024)}"))["own"], question);
            return;
        }

        var job = Article.Mark(Dice.Pick(LifeFacts.Jobs), "core");
        Add(NoteSectionIds.SocialHistory, "work", talk.Patient(LifePhrases.Works, new Slot("t", job))["core"], question, NoteBuilder.Fixed("works as"));
    }

    void Home()
    {
        var question = talk.Doctor(LifePhrases.AskHome);
        if (Dice.Chance(.25))
        {
            Add(NoteSectionIds.SocialHistory, "home", talk.Patient(LifePhrases.LivesAlone)["own"], question, NoteBuilder.Fixed("lives alone"), replaces: true);
            return;
        }

        var household = Article.Mark(Dice.Pick(LifeFacts.Household), "core");
        Add(NoteSectionIds.SocialHistory, "home", talk.Patient(LifePhrases.LivesWith, new Slot("t", household))["core"], question, NoteBuilder.Fixed("lives with"));
    }

    void Exercise()
    {
        var question = talk.Doctor(LifePhrases.AskExercise);
        if (Dice.Chance(.4))
        {
            talk.Patient(LifePhrases.ExercisesNot);
            return;
        }

        Add(NoteSectionIds.SocialHistory, "exercise", talk.Patient(LifePhrases.Exercises, new Slot("t", Dice.Pick(LifeFacts.Exercise)))["t"], question);
    }

    void Mood() => Open("mood", LifePhrases.AskMood, LifePhrases.Mood, LifeFacts.Moods);

    void Sleep() => Open("sleep", LifePhrases.AskSleep, LifePhrases.Sleep, LifeFacts.Sleep);

    void Stress() => Open("stress", LifePhrases.AskStress, LifePhrases.Stress, LifeFacts.Stresses);

    void Open(string name, Phrases ask, Phrases tell, IReadOnlyList<string> values)
    {
        var question = talk.Doctor(ask);
        Add(NoteSectionIds.MentalHealth, name, talk.Patient(tell, new Slot("t", Dice.Pick(values)))["t"], question, NoteBuilder.Fixed(name));
    }

    void Trouble()
    {
        var trouble = Dice.Pick(LifeFacts.Troubles);
        if (!talk.Mentioned.Add(trouble))
        {
            return;
        }

        var question = talk.Doctor(LifePhrases.AskTrouble, new Slot("a", trouble));
        var isYes = Dice.Chance(.45);
        var answer = talk.Patient(isYes ? SymptomPhrases.Yes : SymptomPhrases.No);
        talk.Note.Add(new VisitFact(NoteSectionIds.MentalHealth, trouble, isYes ? "yes" : "no"), question["a"], [answer.Turn],
            isYes ? [] : [NoteBuilder.Fixed("no"), NoteBuilder.Said(question["a"])]);
    }

    void Harm()
    {
        var question = talk.Doctor(LifePhrases.AskHarm);
        var isYes = Dice.Chance(.15);
        var answer = talk.Patient(isYes ? LifePhrases.HarmYes : LifePhrases.HarmNo);
        talk.Note.Add(new VisitFact(NoteSectionIds.MentalHealth, "thoughts of self-harm", isYes ? "yes" : "no"), question["h"], [answer.Turn],
            NoteBuilder.Fixed(isYes ? "thoughts of self-harm" : "no thoughts of self-harm"));
    }

    void Add(string section, string subject, WordSpan quote, Said question, TextPiece? before = null, bool replaces = false)
    {
        TextPiece[] text = before is null ? [] : replaces ? [before] : [before, NoteBuilder.Said(quote)];
        talk.Note.Add(new VisitFact(section, subject, talk.TextOf(quote)), quote, [question.Turn], text);
    }
}
