namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>Small change of conversation that templates name with ~: openers, hedges, fillers, tags. Each may be empty.</summary>
internal static class Fragments
{
    static readonly Dictionary<string, string[]> Lists = new(StringComparer.Ordinal)
    {
        // Before a patient's sentence.
        ["um"] =
        [
            "", "", "", "", "", "um, ", "uh, ", "well, ", "so, ", "oh, ", "hmm, ", "you know, ", "let me think, ", "I mean, ", "gosh, ", "honestly, ",
            "to be honest, ",
        ],

        // Before a doctor's question.
        ["so"] =
        [
            "", "", "", "", "okay, ", "okay. ", "alright, ", "all right. ", "so, ", "so ", "and ", "and ", "right, ", "got it. ", "I see. ", "now, ",
            "mm-hmm. ", "sure. ", "okay, ",
        ],

        // Behind a sentence.
        ["tail"] =
        [
            "", "", "", "", "", ", I think", ", I guess", ", you know", ", to be honest", ", really", ", actually", ", if that makes sense", ", I'd say",
            ", something like that",
        ],
        ["hedge"] = ["", "", "", "about ", "maybe ", "probably ", "roughly ", "I think ", "I'd say ", "like "],
        ["around"] = ["", "", "", "about ", "around ", "maybe ", "probably ", "roughly ", "nearly ", "almost ", "I guess "],
        ["polite"] = ["", "", "", "", "please", "if you don't mind", "for me", "if you could"],
        ["yes"] =
        [
            "yes", "yes", "yeah", "yeah", "yep", "yup", "I have", "I do, yeah", "I have, yes", "oh yes", "mm-hmm", "uh-huh", "definitely", "for sure",
            "unfortunately, yes", "sure", "sometimes, yes", "a little", "a bit, yeah", "yes, I have", "yeah, some", "yes, quite a lot", "I'm afraid so",
            "now that you mention it, yes", "actually, yes", "every now and then, yes", "yeah, that too",
        ],
        ["no"] =
        [
            "no", "no", "no", "nope", "nah", "no, not at all", "not really", "not really, no", "no, nothing like that", "no, none", "no, never",
            "not that I've noticed", "not that I know of", "no, I haven't", "no, no", "none", "no, thank goodness", "not that I can think of",
            "no, I don't think so", "I don't think so", "negative", "no, that's been fine", "definitely not", "uh-uh", "no sir", "no, not lately",
        ],
        ["ok"] =
        [
            "okay", "okay", "alright", "all right", "sure", "right", "got it", "sounds good", "that makes sense", "fine", "I see", "mm-hmm", "yeah",
            "perfect", "great", "will do", "no problem",
        ],
        ["hear"] =
        [
            "mm-hmm", "okay", "right", "I see", "uh-huh", "go on", "sure", "yeah", "got it", "I understand", "of course", "ah, okay", "oh no",
            "that sounds tough", "I'm sorry to hear that", "that must be hard", "interesting", "hmm",
        ],
        ["some"] = ["", "", "some ", "some ", "a bit of ", "a little ", "a lot of ", "quite a bit of ", "a touch of "],
        ["also"] = ["also ", "", "", "kind of ", "", ""],
        ["lately"] =
        [
            "", "", "", "lately", "recently", "these days", "at all", "since this started", "in the last few weeks", "with this", "over the past while",
        ],
        ["where"] = ["at the end of the day", "with all that's going on", "with work and everything", "what with the weather", "as you can imagine"],
        ["because"] =
        [
            "", "", "", "", "", "", "", "", "", "", "and it's always at the worst time",
            "and my [mother|wife|husband|sister] keeps telling me to see somebody", "which is why I called", "and I've never had that before",
            "and I can hardly do the dishes", "I can't even hold the baby", "and it's on my mind all the time", "so I've been taking it easy",
            "and I don't want it to get worse", "and that's not like me", "it's the strangest thing", "and nothing on the internet made sense",
            "and I missed my daughter's recital because of it", "and I have a wedding coming up", "I was just sitting there",
            "I didn't think much of it at first", "because my [wife|husband|sister|daughter|boss] told me to", "so I figured I should come in",
            "and it's been driving me crazy", "and I can't get anything done", "and I'm getting a bit worried", "and I don't know what to do anymore",
            "so I thought I'd better get it checked", "and it's not going away", "which is really getting in the way of work",
            "and I had to leave work early because of it", "so here I am", "and I've had about enough of it", "and the pharmacist said to see you",
            "and we're supposed to go on vacation soon", "and I barely made it through the week",
        ],
        ["wait"] =
        [
            "no wait,", "wait,", "no, sorry,", "sorry,", "I mean", "no, I mean", "scratch that,", "let me correct that,", "make that", "or rather",
            "oh sorry,", "actually no,", "no no,", "correction,",
        ],
        ["day"] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ["month"] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    };

    public static IReadOnlyList<string> Find(string name) =>
        Lists.TryGetValue(name, out var list) ? list : throw new InvalidOperationException($"No fragments are called ~{name}. Add them to {nameof(Fragments)}.");
}
