using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>What a recogniser that does not know a medicine hears in its place: ordinary words of about that sound.</summary>
internal static class SoundAlike
{
    static readonly (string End, string[] Heard)[] Ends =
    [
        ("formin", ["for men", "foreman", "form in"]), ("pril", ["pearl", "prill", "april"]), ("olol", ["a lot", "all all", "a lol"]),
        ("statin", ["stat in", "static", "staten"]), ("sartan", ["certain", "sort in", "sar tan"]), ("dipine", ["depend", "dip in", "to pine"]),
        ("prazole", ["pros all", "brazil", "press all"]), ("azole", ["a soul", "is all", "as old"]), ("mycin", ["my sin", "mice in"]),
        ("cillin", ["ceiling", "sill in", "selling"]), ("floxacin", ["flocks a sin", "flocks in"]), ("oxetine", ["ox a teen", "oxygen"]),
        ("triptan", ["trip tan", "trip ten"]), ("gliptin", ["clip tin", "glip in"]), ("gliflozin", ["flows in", "glyph lows in"]),
        ("zepam", ["the pam", "zip him"]), ("zolam", ["so lamb", "solemn"]), ("lukast", ["look asked", "lou cast"]), ("profen", ["pro fin", "profane"]),
        ("setron", ["set run", "citroen"]), ("terol", ["tea roll", "to roll"]), ("cycline", ["cycling", "sick lean"]),
        ("pramine", ["per mine", "pro mean"]), ("idone", ["i done", "a dawn"]), ("apine", ["a pine", "happen"]), ("gabalin", ["gobble in", "cab a lin"]),
        ("xaban", ["ex a ban", "is a ban"]), ("thiazide", ["thigh is side", "fire side"]), ("zide", ["side", "decide"]), ("sone", ["zone", "so"]),
        ("solone", ["so alone", "salon"]), ("vir", ["fear", "veer"]), ("tadine", ["to dean", "the dine"]), ("pam", ["pam", "palm"]),
        ("line", ["lean", "line"]), ("zosin", ["so sin", "frozen"]), ("nide", ["night", "need"]), ("mide", ["might", "mine"]), ("xine", ["scene", "sing"]),
        ("dex", ["decks", "desk"]), ("tra", ["draw", "truck"]), ("ine", ["in", "een"]), ("in", ["in", "and"]), ("ol", ["all", "hall"]),
        ("ide", ["side", "i'd"]), ("one", ["own", "on"]), ("ate", ["eight", "eat"]), ("am", ["um", "am"]), ("il", ["ill", "hill"]), ("a", ["a", "uh"]),
    ];

    static readonly string[] Words =
    [
        "after", "allow", "alpha", "am", "army", "as", "at", "ate", "bar", "bell", "better", "bin", "bro", "bus", "cab", "can", "car", "carve", "catch",
        "clear", "close", "collar", "core", "corner", "dab", "day", "dial", "dig", "doc", "door", "drop", "dull", "each", "easy", "ease", "eli", "end",
        "every", "fan", "far", "fee", "fill", "fix", "flew", "flow", "fur", "gab", "game", "glad", "glue", "good", "hide", "high", "hydro", "ice", "in", "is",
        "it", "jan", "keep", "key", "lamb", "lay", "leave", "lesson", "list", "lit", "lose", "low", "mad", "man", "may", "mel", "met", "mine", "miss", "mock",
        "mount", "more", "my", "nap", "new", "night", "nor", "oh", "old", "all", "on", "open", "or", "owner", "pay", "pen", "per", "pie", "pray", "pro",
        "quick", "rain", "ram", "ray", "real", "ribbon", "rows", "rude", "sad", "said", "sell", "sit", "sim", "so", "spare", "sue", "tam", "tell", "the",
        "tie", "too", "top", "tore", "try", "tram", "under", "use", "van", "very", "vent", "vow", "war", "well", "zest", "zip", "zoo", "xylo", "yes", "yield",
    ];

    /// <summary>One to four words in lower case.</summary>
    public static string[] Of(string name, Dice dice)
    {
        var lower = name.ToLowerInvariant();
        var (end, heard) = Ends.FirstOrDefault(candidate => lower.EndsWith(candidate.End, StringComparison.Ordinal), ("", ["it"]));
        var stem = lower[..^end.Length];
        return stem.Length == 0 ? dice.Pick(heard).Split(' ') : [Nearest(stem, dice), .. dice.Pick(heard).Split(' ')];
    }

    static string Nearest(string stem, Dice dice)
    {
        for (var length = Math.Min(3, stem.Length); length > 0; length--)
        {
            var alike = Words.Where(word => word.StartsWith(stem[..length], StringComparison.Ordinal)).ToList();
            if (alike.Count > 0)
            {
                return dice.Pick(alike);
            }
        }

        return dice.Pick(Words);
    }
}
