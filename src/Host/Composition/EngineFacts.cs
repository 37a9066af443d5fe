namespace OnPremLlm.Host.Composition;

/// <summary>What every page must say of the engines in use: <see cref="Demonstration"/> when any of them is one.</summary>
internal sealed record EngineFacts(bool Demonstration);
