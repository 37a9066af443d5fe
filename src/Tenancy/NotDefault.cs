namespace OnPremLlm.Tenancy;

/// <summary>Keeps an empty id from standing for "any tenant": it is refused where it is made and where it is read.</summary>
static class NotDefault
{
    public static Guid Check(Guid value, string type) =>
        value != Guid.Empty ? value : throw new ArgumentException($"An empty id is no {type}. Take the id from the signed-in identity or from the database.", nameof(value));

    public static Guid Guard(Guid value, string type) =>
        value != Guid.Empty ? value : throw new InvalidOperationException($"This {type} was never set (it is the default value). Resolve it before it is used.");
}
