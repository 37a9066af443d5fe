namespace OnPremLlm.WorkerBench;

/// <summary>One of the two that are compared.</summary>
internal interface ILoop
{
    /// <summary>Continues the prompt by exactly so many tokens, greedily; the time is the caller's, from asking to having the last one.</summary>
    Task<Timed> RunAsync(string prompt, int tokens);
}

/// <summary>One request as its caller sees it; the engine's own times are a cross-check and absent from the direct loop.</summary>
internal sealed record Timed(int PromptTokens, TimeSpan Wall, TimeSpan EnginePrompt, TimeSpan EngineGeneration);
