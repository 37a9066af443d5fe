using System.Text.RegularExpressions;

namespace OnPremLlm.Tenancy.Stores;

/// <summary>
/// Where a stream of records lies: the encounter, the category that gives its key and retention clock, and the kind ("pcm", "segment", "note"…).
/// A kind is 1 to 32 characters a–z and hyphen; the constructor refuses others.
/// </summary>
public sealed partial record RecordAddress(EncounterId Encounter, RecordCategory Category, string Kind)
{
    public RecordCategory Category { get; } = Enum.IsDefined(Category)
        ? Category
        : throw new ArgumentOutOfRangeException(nameof(Category), Category, "This is no record category.");

    public string Kind { get; } = Kind is not null && KindPattern().IsMatch(Kind)
        ? Kind
        : throw new ArgumentException("A record kind is 1 to 32 characters a–z and hyphen, for example \"segment\".", nameof(Kind));

    internal RecordKeyId Key => new(Encounter, Category);

    [GeneratedRegex(@"\A[a-z-]{1,32}\z")]
    private static partial Regex KindPattern();
}
