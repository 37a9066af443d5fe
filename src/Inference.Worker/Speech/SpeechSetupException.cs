namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>The recognizer cannot be set up on this machine. The message says what is missing and how to install it.</summary>
internal sealed class SpeechSetupException(string message) : Exception(message);
