namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>Where a sentence went: its turn and its marked spans.</summary>
/// <param name="Turn">The turn that it ends in; marks may lie in an earlier one when it was interrupted.</param>
internal sealed record Said(int Turn, IReadOnlyList<(string Name, WordSpan Span)> Marks)
{
    /// <summary>The span marked so. Throws where there is none: a template forgot its mark.</summary>
    public WordSpan this[string name] => Find(name) ?? throw new InvalidOperationException($"Nothing is marked <{name} …> in turn {Turn}.");

    public WordSpan? Find(string name)
    {
        foreach (var (mark, span) in Marks)
        {
            if (mark == name)
            {
                return span;
            }
        }

        return null;
    }
}
