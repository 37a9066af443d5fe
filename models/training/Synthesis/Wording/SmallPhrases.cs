namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>Turns without content.</summary>
internal static class SmallPhrases
{
    public static Phrases CutIn { get; } = new(
        "Mm-hmm.", "Right.", "Sorry, go on.", "Okay.", "Sorry, go ahead.", "Uh-huh.", "I'm listening.", "Yes.", "Sorry, I interrupted you.", "Yeah, I know.",
        "Hold on, let me write that down.", "Go ahead.", "Sorry, one second.", "Hmm.", "Oh.");

    public static Phrases Hear { get; } = new(
        "~hear.", "~hear.", "~hear, ~hear.", "Okay, got it.", "Alright, that's helpful.", "Okay, let me note that.", "Thanks, that helps.",
        "Okay, that's good to know.", "Alright.");

    public static Phrases Agree { get; } = new(
        "~ok.", "~ok.", "~ok, [doctor|thanks|thank you|that's fine].", "Okay, [that works|I can do that|I'll do that].", "[Sure|Yes], no problem.",
        "Whatever you think is best.", "Okay, if you say so.", "Good.");

    public static Phrases What { get; } = new(
        "[Sorry|Pardon], [what was that|say that again|I didn't catch that]?", "Sorry?", "What do you mean?", "Can you say that again?",
        "I'm sorry, I missed that.", "Hm?");
}
