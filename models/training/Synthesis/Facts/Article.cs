namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Articles in front of the words that are quoted.</summary>
internal static class Article
{
    static readonly string[] All = ["a ", "an ", "any ", "the ", "this ", "these ", "some ", "my ", "another ", "your "];

    static readonly string[] Empty = ["having ", "getting ", "feeling ", "bothered by "];

    public static string WithoutArticle(string noun)
    {
        var article = Array.Find(All, article => noun.StartsWith(article, StringComparison.Ordinal));
        return article is null ? noun : noun[article.Length..];
    }

    /// <summary>"a headache" → "a &lt;cc headache&gt;".</summary>
    public static string Mark(string noun, string mark)
    {
        var core = WithoutArticle(noun);
        return $"{noun[..^core.Length]}<{mark} {core}>";
    }

    /// <summary>"getting a rash" → "getting a &lt;a rash&gt;"; "vomiting" is marked whole.</summary>
    public static string MarkDoing(string doing, string mark)
    {
        var verb = Array.Find(Empty, verb => doing.StartsWith(verb, StringComparison.Ordinal));
        return verb is null ? $"<{mark} {doing}>" : verb + Mark(doing[verb.Length..], mark);
    }
}
