using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Greeting, the reasons for the visit, good-bye.</summary>
internal sealed class OpeningTalk(Talk talk, IReadOnlyList<Complaint> problems)
{
    /// <summary>Complaints whose onset was said with them.</summary>
    public HashSet<Complaint> WithOnset { get; } = [];

    public void Greet()
    {
        if (talk.Dice.Chance(.75))
        {
            talk.Say(Speaker.Clinician, OpeningPhrases.Greet);
            if (talk.Dice.Chance(.7))
            {
                talk.Say(talk.Voice, OpeningPhrases.GreetBack);
            }
        }
    }

    public void Reasons()
    {
        if (talk.Dice.Chance(.93))
        {
            talk.Doctor(OpeningPhrases.AskReason);
        }

        First(problems[0]);
        foreach (var problem in problems.Skip(1))
        {
            if (talk.Dice.Chance(.6))
            {
                talk.Doctor(OpeningPhrases.More);
            }

            Take(problem, talk.Patient(OpeningPhrases.OtherToo, Slots(problem)));
        }

        if (talk.Dice.Chance(.2))
        {
            talk.Doctor(OpeningPhrases.More);
            talk.Patient(OpeningPhrases.NothingMore);
        }
    }

    public void Bye()
    {
        if (talk.Dice.Chance(.6))
        {
            talk.Doctor(OpeningPhrases.ByeDoctor);
        }

        if (talk.Dice.Chance(.75))
        {
            talk.Patient(OpeningPhrases.Bye);
        }
    }

    void First(Complaint problem)
    {
        var phrases = talk.Dice.Chance(.18) && problem.HasHistory
            ? OpeningPhrases.ReasonWithOnset
            : talk.Dice.Pick(OpeningPhrases.ReasonNoun, OpeningPhrases.ReasonClause);
        Take(problem, talk.Patient(phrases, Slots(problem)));
    }

    Slot[] Slots(Complaint problem)
    {
        var clause = talk.Dice.Pick(problem.Clauses);
        return
        [
            new("noun", Article.Mark(talk.Dice.Pick(problem.Nouns), "as")), new("clause", clause),
            new("length", talk.Values.Length()), new("when", talk.Values.When()), new("since", talk.Values.SinceWhen()),
        ];
    }

    void Take(Complaint problem, Said said)
    {
        // A clause is summed up by the complaint's name; a noun is the complaint as it is.
        var (quote, isClause) = said.Find("cc") is { } clause ? (clause, true) : (said["as"], false);
        talk.Note.Add(new VisitFact(SectionIds.ChiefComplaint, problem.Name, ""), quote, [], isClause ? [.. SideOf(problem, quote), NoteBuilder.Fixed(problem.Name)] : []);
        if (said.Find("onset") is { } onset)
        {
            WithOnset.Add(problem);
            HistoryTalk.TakeOnset(talk, problem, problems.Count > 1, onset);
        }
    }

    // "My left knee is killing me" is left knee pain.
    IEnumerable<TextPiece> SideOf(Complaint problem, WordSpan quote)
    {
        var (words, part) = (talk.TextOf(quote).Split(' '), problem.Name.Split(' ')[0]);
        var side = Array.FindIndex(words, word => word is "left" or "right");
        return side >= 0 && side + 1 < words.Length && words[side + 1].StartsWith(part, StringComparison.Ordinal)
            ? [NoteBuilder.Said(new(quote.Turn, quote.First + side, quote.First + side))]
            : [];
    }
}
