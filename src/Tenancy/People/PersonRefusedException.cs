namespace OnPremLlm.Tenancy.People;

/// <summary>A person or membership could not be added; the message lists what the rules want.</summary>
public sealed class PersonRefusedException(string message) : Exception(message);
