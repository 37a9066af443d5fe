namespace OnPremLlm.Host.Api;

/// <summary>Visible metadata of an endpoint that belongs to no clinic, with the reason. A test lists them all.</summary>
internal sealed record OutsideTenancy(string Reason)
{
    public static OutsideTenancy Because(string reason) => new(reason);
}
