namespace OnPremLlm.Scribe.Evidence;

/// <summary>A side of the body that the statement names is the one that was said of the same part.</summary>
internal static class SideCheck
{
    public static void Run(StatementReading statement, Support support, Findings findings)
    {
        foreach (var at in Sides.Find(statement.Passage.Tokens))
        {
            var side = statement.Passage.Tokens[at].Text;
            var part = Sides.PartAt(statement.Passage.Tokens, at);
            var said = support.Segments.SelectMany(s => Sides.Find(s.Passage.Tokens).Where(i => !s.Passage.Retracted[i])
                .Select(i => (Side: s.Passage.Tokens[i].Text, Part: Sides.PartAt(s.Passage.Tokens, i)))).ToList();
            var ofPart = said.Where(x => part is not null && x.Part is not null && Stem.Same(x.Part, part)).ToList();
            var relevant = ofPart.Count > 0 ? ofPart : said;
            if (relevant.Any(x => x.Side == side) && relevant.All(x => x.Side == side))
            {
                findings.Hit();
            }
            else
            {
                findings.Miss(relevant.Count > 0 ? "The side differs from the cited words." : "The side is not in the cited words.");
            }
        }
    }
}
