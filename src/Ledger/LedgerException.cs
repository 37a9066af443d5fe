namespace OnPremLlm.Ledger;

/// <summary>The log cannot be used: it is in use elsewhere, was altered, belongs to another key, or its last write failed. The message says what to do.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>No reason given.</summary>
    public LedgerException()
    {
    }

    /// <summary>With what was wrong and what to do next.</summary>
    public LedgerException(string message)
        : base(message)
    {
    }

    /// <summary>With what was wrong and what caused it.</summary>
    public LedgerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
