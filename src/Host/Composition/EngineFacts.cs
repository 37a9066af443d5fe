namespace OnPremLlm.Host.Composition;

/// <summary>What every page must say of the engines in use.</summary>
internal sealed record EngineFacts(bool Demonstration);
