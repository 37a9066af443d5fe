namespace OnPremLlm.Tenancy.ApiKeys;

/// <summary>
/// Identifies an API key: the 16 characters 0–9, A–Z, a–z that stand in clear in the key's text, so that whoever holds a key can find it in a list.
/// No secret. The constructor refuses anything else; use <see cref="TryParse"/> for ids that come from outside.
/// </summary>
public readonly record struct ApiKeyId(string Value)
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 16;

    /// <summary>The id. Throws <see cref="InvalidOperationException"/> on a default instance, which names no key.</summary>
    public string Value
    {
        get => field ?? throw new InvalidOperationException("This ApiKeyId was never set (it is the default value). Resolve it before it is used.");
    } = IsAcceptable(Value) ? Value : throw new ArgumentException("An id of an API key is 16 letters and digits. List the keys to see their ids.", nameof(Value));

    /// <summary>False, without an exception, for text that no key has as its id.</summary>
    public static bool TryParse(string? text, out ApiKeyId id)
    {
        id = text is not null && IsAcceptable(text) ? new(text) : default;
        return id != default;
    }

    public override string ToString() => Value;

    static bool IsAcceptable(string? value) => value is { Length: Length } && value.All(char.IsAsciiLetterOrDigit);
}
