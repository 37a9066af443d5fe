using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Transcript;

/// <summary>A run of a segment's text that looks the same throughout.</summary>
internal readonly record struct Piece(string Text, TranscriptToken? Token, bool Quoted)
{
    /// <summary>Below this the recogniser itself was in doubt.</summary>
    public const float LowConfidence = 0.5f;

    public bool Doubtful => Token is { Retracted: false, Confidence: < LowConfidence };
    public bool Retracted => Token?.Retracted ?? false;
}

/// <summary>Cuts a segment where a token or the quoted words begin and end.</summary>
internal static class SegmentPieces
{
    static readonly string[] Ellipses = [" … ", "…", " ... ", "...", "\n"];

    public static IReadOnlyList<Piece> Of(TranscriptSegment segment, string? quote)
    {
        var quoted = Quoted(segment.Text, quote);
        List<Piece> pieces = [];
        var at = 0;
        foreach (var token in segment.Tokens)
        {
            var found = token.Text.Length == 0 ? -1 : segment.Text.IndexOf(token.Text, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                if (token.Retracted && token.Text.Length > 0)
                {
                    pieces.Add(new Piece(token.Text + " ", token, false));
                }

                continue;
            }

            Cut(pieces, segment.Text, at, found, null, quoted);
            at = found + token.Text.Length;
            Cut(pieces, segment.Text, found, at, token, quoted);
        }

        Cut(pieces, segment.Text, at, segment.Text.Length, null, quoted);
        return pieces;
    }

    static void Cut(List<Piece> pieces, string text, int from, int to, TranscriptToken? token, bool[] quoted)
    {
        for (var at = from; at < to;)
        {
            var end = at + 1;
            while (end < to && quoted[end] == quoted[at])
            {
                end++;
            }

            Join(pieces, new Piece(text[at..end], Marked(token), quoted[at]));
            at = end;
        }
    }

    /// <summary>Only a doubtful or retracted token looks different from the words around it.</summary>
    static TranscriptToken? Marked(TranscriptToken? token) => token is { Retracted: true } or { Confidence: < Piece.LowConfidence } ? token : null;

    static void Join(List<Piece> pieces, Piece next)
    {
        if (pieces.Count > 0 && pieces[^1] is { Token: null } last && next.Token is null && last.Quoted == next.Quoted)
        {
            pieces[^1] = last with { Text = last.Text + next.Text };
        }
        else
        {
            pieces.Add(next);
        }
    }

    static bool[] Quoted(string text, string? quote)
    {
        var marks = new bool[text.Length];
        foreach (var part in (quote ?? "").Split(Ellipses, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var found = text.IndexOf(part.TrimEnd('.', ',', '?', '!'), StringComparison.OrdinalIgnoreCase);
            if (found >= 0)
            {
                Array.Fill(marks, true, found, part.TrimEnd('.', ',', '?', '!').Length);
            }
            else if (part.Contains(text.Trim().TrimEnd('.', ',', '?', '!'), StringComparison.OrdinalIgnoreCase))
            {
                Array.Fill(marks, true);
            }
        }

        return marks;
    }
}
