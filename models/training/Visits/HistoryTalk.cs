namespace OnPremLlm.Training.Visits;

/// <summary>What the patient came for, since when, how bad, and with what else.</summary>
internal sealed class HistoryTalk(Conversation talk)
{
    static readonly string[] SentenceStarts = ["I ", "I'", "my ", "it ", "the "];

    readonly Dice dice = talk.Dice;

    public void Opening()
    {
        var phrase = dice.Pick(talk.Complaint.Openings);
        talk.Doctor([.. Vocabulary.Openers]);
        var isSentence = SentenceStarts.Any(start => phrase.StartsWith(start, StringComparison.Ordinal));
        talk.Patient((isSentence ? "" : dice.Pick("I have ", "I've got ", "I came in because of ", "it's ")) + phrase);
    }

    public void Onset()
    {
        if (!talk.Happens(.95))
        {
            return;
        }

        var duration = talk.Duration();
        var kind = dice.Next();
        if (kind < .5)
        {
            talk.Doctor("how long has this been going on?", "when did it start?", "how long have you had it?");
            talk.Patient($"about {duration}", $"it started {duration} ago", $"maybe {duration} now", $"for {duration}, I think", duration);
        }
        else if (kind < .75)
        {
            talk.Patient($"it's been going on for {duration}", $"I've had it for {duration}", $"it began {duration} ago");
        }
        else
        {
            // Only the second value counts.
            talk.Doctor("when did this start?");
            talk.Patient($"{talk.Duration()} ago, no wait, it was {duration} ago");
        }

        talk.Note.History.Add($"onset {duration} ago");
    }

    public void Severity()
    {
        if (!talk.Happens(.85))
        {
            return;
        }

        var score = dice.Between(1, 10);
        talk.Doctor("on a scale of 1 to 10, how bad is it?", "how would you rate it from 1 to 10?", "how severe is it, out of 10?");
        talk.Patient($"I'd say {score}", $"about a {score}", $"{score} out of 10", $"probably {score} out of 10");
        talk.Note.History.Add($"severity {score}/10");
    }

    public void Quality()
    {
        if (!talk.Happens(.6))
        {
            return;
        }

        var quality = dice.Pick(talk.Complaint.Qualities);
        talk.Doctor("how would you describe it?", "what does it feel like?", "what is it like?");
        talk.Patient($"it's {quality}", $"{quality}, mostly", $"I'd call it {quality}");
        talk.Note.History.Add(quality);
    }

    public void Worse()
    {
        if (!talk.Happens(.5))
        {
            return;
        }

        var cause = dice.Pick(Vocabulary.Aggravating);
        if (dice.Chance(.6))
        {
            talk.Doctor("does anything make it worse?", "what makes it worse?");
            talk.Patient($"{cause} makes it worse", $"it gets worse with {cause}", $"mainly {cause}");
        }
        else
        {
            talk.Patient($"{cause} makes it worse", $"it's worse with {cause}");
        }

        talk.Note.History.Add($"worse with {cause}");
    }

    public void Better()
    {
        if (!talk.Happens(.5))
        {
            return;
        }

        var relief = dice.Pick(Vocabulary.Relieving);
        talk.Doctor("does anything help?", "what makes it better?");
        talk.Patient($"{relief} helps a bit", $"it's better with {relief}", $"{relief} seems to help");
        talk.Note.History.Add($"better with {relief}");
    }

    public void Symptoms()
    {
        var asked = dice.Sample(SymptomsToAsk(), 1 + (int)((talk.Size * 6 * dice.Next()) + .5));
        for (var i = 0; i < asked.Count; i++)
        {
            var kind = dice.Next();
            if (kind < .25 && i + 1 < asked.Count)
            {
                Pair(asked[i], asked[++i]);
            }
            else if (kind < .4)
            {
                Volunteered(asked[i]);
            }
            else
            {
                Asked(asked[i]);
            }

            if (dice.Chance(.08))
            {
                talk.Doctor("okay.", "alright.", "I see.");
            }
        }
    }

    List<string> SymptomsToAsk()
    {
        var pool = talk.Complaint.Symptoms.ToList();
        if (dice.Chance(.25))
        {
            var name = talk.Complaint.Name;
            pool.AddRange(dice.Sample(Vocabulary.AllSymptoms, 3).Where(symptom =>
                !pool.Contains(symptom) && !name.Contains(symptom, StringComparison.Ordinal) && !symptom.Contains(name, StringComparison.Ordinal)));
        }

        return pool;
    }

    void Pair(string first, string second)
    {
        talk.Doctor($"any {first} or {second}?", $"have you had {first} or {second}?");
        var kind = dice.Next();
        if (kind < .3)
        {
            talk.Patient("no, neither", "no, none of that", "nope");
        }
        else if (kind < .4)
        {
            talk.Patient("yes, both", "both, actually", $"yes, {first} and {second}");
        }
        else if (kind < .7)
        {
            talk.Patient($"{first} yes, but no {second}", $"some {first}, no {second}");
        }
        else
        {
            talk.Patient($"no {first}, but I do have {second}", $"just {second}, no {first}");
        }

        (kind is >= .3 and < .7 ? talk.Note.Reports : talk.Note.Denies).Add(first);
        (kind is >= .3 and < .4 or >= .7 ? talk.Note.Reports : talk.Note.Denies).Add(second);
    }

    void Asked(string symptom)
    {
        talk.Doctor($"any {symptom}?", $"have you noticed any {symptom}?", $"what about {symptom}?", $"do you have {symptom}?");
        if (dice.Chance(.47))
        {
            talk.Patient("yes, I have", "yes", "yeah, a little", "yes, quite a bit", $"yes, some {symptom}");
            talk.Note.Reports.Add(symptom);
        }
        else
        {
            talk.Patient("no", "nope", "no, not at all", $"no {symptom}", "no, I haven't", "not really, no");
            talk.Note.Denies.Add(symptom);
        }
    }

    void Volunteered(string symptom)
    {
        if (dice.Chance(.47))
        {
            talk.Patient($"I've also had {symptom}", $"there's some {symptom} too", $"I noticed {symptom} as well");
            talk.Note.Reports.Add(symptom);
        }
        else
        {
            talk.Patient($"I haven't had any {symptom}", $"no {symptom} though", $"I don't have {symptom}");
            talk.Note.Denies.Add(symptom);
        }
    }
}
