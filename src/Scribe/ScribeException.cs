namespace OnPremLlm.Scribe;

/// <summary>
/// A request that cannot be carried out as asked. <see cref="Code"/> is one of <see cref="Protocol.HubErrors"/>; the message says what was
/// wrong, what is allowed and what to do, and holds no clinical text.
/// </summary>
public sealed class ScribeException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
