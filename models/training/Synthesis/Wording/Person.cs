namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>Turns sentences by and to a patient into sentences about him or her, word by word, as relatives say them.</summary>
internal sealed class Person(string subject, string possessive, string other)
{
    // Of these the relative is the subject.
    static readonly HashSet<string> OwnVerbs = new(StringComparer.Ordinal)
    {
        "think", "guess", "mean", "suppose", "believe", "know", "said", "say", "figured", "wonder", "hope", "forget", "forgot", "remember", "promise",
        "understand", "thought", "can't", "told", "should", "wish",
    };

    static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "take", "get", "feel", "need", "use", "live", "work", "smoke", "drink", "want", "cough", "wake", "sleep", "throw", "keep", "lie", "sit", "stand",
        "walk", "eat", "move", "bend", "run", "look", "hear", "notice", "worry", "inject", "like", "swallow", "breathe", "stay", "weigh", "see", "try",
        "break", "bruise", "leak", "snore", "pee", "forget", "doze", "start", "stop", "dance", "ride", "play", "lift", "garden", "go", "swim", "lose",
        "react", "figure", "itch", "come",
    };

    // "does it bother you": him or her, not he or she.
    static readonly HashSet<string> BeforeObjects = new(StringComparer.Ordinal)
    {
        "for", "to", "with", "give", "bothering", "hurt", "gives", "of", "wakes", "wake", "brings", "bring", "about", "bother", "bothers", "got", "walk",
        "at", "see", "hear", "stress", "stressing", "weighing", "worrying", "help", "helps", "diagnosed", "between",
    };

    public static Person He { get; } = new("he", "his", "him");

    public static Person She { get; } = new("she", "her", "her");

    /// <summary>"I take" → "he takes", "my" → "his"; "I think" stays the relative's own.</summary>
    public void FromFirst(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var (core, tail) = Core(words[i]);
            var next = i + 1 < words.Count ? Core(words[i + 1]).Core : "";
            var replacement = core switch
            {
                "I" when OwnVerbs.Contains(next) || (next == "don't" && i + 2 < words.Count && OwnVerbs.Contains(Core(words[i + 2]).Core)) => null,
                "I" => subject,
                "I'm" => $"{subject}'s",
                "I've" => $"{subject}'s",
                "I'd" when next == "say" => null,
                "I'd" => $"{subject}'d",
                "I'll" => $"{subject}'ll",
                "my" or "My" => possessive,
                "me" when i == 0 || !Core(words[i - 1]).Core.Equals("let", StringComparison.OrdinalIgnoreCase) => other,
                "myself" => $"{other}self",
                _ => null,
            };
            if (replacement is null)
            {
                continue;
            }

            words[i] = Cased(replacement, core != "I" && char.IsUpper(core[0]) && !core.StartsWith('I'), i == 0 || Delivery.EndsSentence(words[i - 1])) + tail;
            if (core == "I")
            {
                Agree(words, i + 1);
            }
        }
    }

    /// <summary>"have you had" → "has he had", "your" → "his".</summary>
    public void FromSecond(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var (core, tail) = Core(words[i]);
            var isUpper = char.IsUpper(core.Length > 0 ? core[0] : 'a');
            var replacement = core.ToLowerInvariant() switch
            {
                "you" => i > 0 && BeforeObjects.Contains(Core(words[i - 1]).Core) ? other : subject,
                "your" => possessive,
                "yourself" => $"{other}self",
                "you're" or "you've" => $"{subject}'s",
                "you'd" => $"{subject}'d",
                "you'll" => $"{subject}'ll",
                _ => null,
            };
            if (replacement is null)
            {
                continue;
            }

            words[i] = Cased(replacement, isUpper, isUpper) + tail;
            if (replacement == subject)
            {
                AgreeAround(words, i);
            }
        }
    }

    static (string Core, string Tail) Core(string word)
    {
        var end = word.Length;
        while (end > 0 && word[end - 1] is ',' or '.' or '?' or '!' or ';' or ':' or '—')
        {
            end--;
        }

        return (word[..end], word[end..]);
    }

    static string Cased(string word, bool capital, bool start) => capital || start ? char.ToUpperInvariant(word[0]) + word[1..] : word;

    static void Agree(List<string> words, int at)
    {
        for (var i = at; i < Math.Min(at + 3, words.Count); i++)
        {
            var (core, tail) = Core(words[i]);
            if (ThirdForm(core) is { } form)
            {
                words[i] = form + tail;
                return;
            }

            if (core is not ("also" or "just" or "really" or "usually" or "still" or "always" or "do" or "only" or "sometimes" or "even" or "never" or "mostly" or "kind" or "of"))
            {
                return;
            }
        }
    }

    // The verb stands before the subject in a question ("have you had"), else behind it.
    static void AgreeAround(List<string> words, int at)
    {
        if (at > 0)
        {
            var (before, tail) = Core(words[at - 1]);
            var form = before.ToLowerInvariant() switch
            {
                "do" => "does",
                "don't" => "doesn't",
                "have" => "has",
                "haven't" => "hasn't",
                "are" => "is",
                "aren't" => "isn't",
                "were" => "was",
                _ => null,
            };
            if (form is not null)
            {
                words[at - 1] = Cased(form, char.IsUpper(before[0]), false) + tail;
                return;
            }

            if (before.ToLowerInvariant() is "did" or "can" or "could" or "will" or "would" or "should")
            {
                return;
            }
        }

        Agree(words, at + 1);
    }

    static string? ThirdForm(string verb) => verb switch
    {
        "have" => "has",
        "haven't" => "hasn't",
        "am" => "is",
        "are" => "is",
        "were" => "was",
        "do" => "does",
        "try" => "tries",
        "go" => "goes",
        "itch" => "itches",
        "don't" => "doesn't",
        _ when Verbs.Contains(verb) => verb + "s",
        _ => null,
    };
}
