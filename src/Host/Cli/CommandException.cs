namespace OnPremLlm.Host.Cli;

/// <summary>A command that cannot be carried out; the message says why and what to do.</summary>
internal class CommandException(string message, Exception? inner = null) : Exception(message, inner);
