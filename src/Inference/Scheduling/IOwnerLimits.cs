namespace OnPremLlm.Inference;

/// <summary>What each owner may take of the engines, as it is at this moment. Thread-safe; asked for every request, so it has to answer from memory.</summary>
public interface IOwnerLimits
{
    /// <summary>Raised after limits changed: requests that wait are looked at again.</summary>
    event Action Changed;

    OwnerLimits Of(OwnerId owner);
}

/// <summary>Nobody has limits of its own.</summary>
internal sealed class NoOwnerLimits : IOwnerLimits
{
    static readonly OwnerLimits _none = new();

    event Action IOwnerLimits.Changed
    {
        add { }
        remove { }
    }

    public OwnerLimits Of(OwnerId owner) => _none;
}
