namespace OnPremLlm.Scribe.Evidence;

internal enum TokenKind
{
    Word,

    /// <summary>Digits or a number word; <see cref="Token.Text"/> is its value in digits.</summary>
    Number,

    /// <summary>Comma, semicolon, colon, bracket, dash.</summary>
    Pause,

    /// <summary>Full stop, question mark, exclamation mark.</summary>
    End,
}

/// <summary>A word, number or pause of a text, lower case, with its place in that text.</summary>
internal readonly record struct Token(string Text, TokenKind Kind, int Start, int Length)
{
    public bool IsBreak => Kind is TokenKind.Pause or TokenKind.End;
}
