using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The limits of a written transcript.</summary>
internal static class WrittenTranscriptRules
{
    const int MostTurns = 2000;
    const int LongestTurn = 2000;

    /// <summary>Throws "invalid" with the number of the first bad turn, counted from 1.</summary>
    public static void Check(IReadOnlyList<WrittenTurn> turns)
    {
        // JSON may hold a null wherever the contract has a value.
        if (turns is not { Count: > 0 and <= MostTurns })
        {
            throw new ScribeException(HubErrors.Invalid, $"The transcript has {turns?.Count ?? 0} turns; 1 to {MostTurns} are allowed.");
        }

        for (var index = 0; index < turns.Count; index++)
        {
            Check(turns[index], index + 1);
        }
    }

    static void Check(WrittenTurn? turn, int number)
    {
        var length = PlainText.Trim(turn?.Text).Length;
        if (turn is null || length is 0 or > LongestTurn)
        {
            throw new ScribeException(HubErrors.Invalid, $"Turn {number} has {length} characters; 1 to {LongestTurn} are allowed.");
        }

        if (!Enum.IsDefined(turn.Speaker))
        {
            throw new ScribeException(HubErrors.Invalid, $"Turn {number} has an unknown speaker. Allowed: {string.Join(", ", Enum.GetNames<Speaker>())}.");
        }

        if (PlainText.HasHidden(turn.Text!.Trim())) // it has characters
        {
            throw new ScribeException(HubErrors.Invalid, $"Turn {number} has line breaks, control characters or direction marks. Write one line per turn.");
        }
    }
}
