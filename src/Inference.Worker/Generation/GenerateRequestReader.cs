using System.Security.Cryptography;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Checks what a request asks for. Nothing that native code would end the process over gets past here.</summary>
internal static class GenerateRequestReader
{
    const int LongestName = 256;
    const int MostStops = 16;
    const int LongestStop = 256;
    const float HighestTemperature = 5;

    /// <exception cref="RpcException">INVALID_ARGUMENT, OUT_OF_RANGE or FAILED_PRECONDITION, as generation.proto says.</exception>
    public static GenerationTask Read(GenerateRequest request, GenerationEngine engine, CancellationToken cancellationToken)
    {
        var key = ReadKey(request.Owner, request.Session);
        var sampling = ReadSampling(request);
        Require(request.MaxTokens >= 0, "max_tokens is negative. Send 0 to prefill only, or how many tokens to generate at most.");
        Require(request.Stop.Count <= MostStops, $"There are {request.Stop.Count} stop strings; {MostStops} are allowed.");
        Require(request.Stop.All(stop => stop.Length is > 0 and <= LongestStop), $"A stop string must have 1 to {LongestStop} characters.");
        var prompt = engine.Prompts.Tokenize(request.Prompt);
        if ((long)prompt.Length + request.MaxTokens > engine.ContextTokens)
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, $"The prompt has {prompt.Length} tokens and {request.MaxTokens} more are asked for; a sequence holds {engine.ContextTokens}. Send a shorter prompt or ask for fewer tokens."));
        }

        return new(key, prompt, request.MaxTokens, sampling, [.. request.Stop], cancellationToken);
    }

    public static SessionKey ReadKey(string owner, string session)
    {
        Require(owner.Length is > 0 and <= LongestName, $"The owner must have 1 to {LongestName} characters.");
        Require(session.Length <= LongestName, $"The session must have at most {LongestName} characters.");
        return new(owner, session);
    }

    static Sampling ReadSampling(GenerateRequest request)
    {
        Require(request.Temperature is >= 0 and <= HighestTemperature, $"The temperature must be 0 to {HighestTemperature}.");
        Require(request.TopP is >= 0 and <= 1, "top_p must be 0 (off) to 1.");
        Require(request.MinP is >= 0 and < 1, "min_p must be 0 (off) to less than 1.");
        if (request.Grammar.Length > 0)
        {
            GrammarCheck.Check(request.Grammar);
        }

        return new()
        {
            Grammar = request.Grammar,
            Temperature = request.Temperature,
            TopP = request.TopP == 0 ? 1 : request.TopP,
            MinP = request.MinP,
            Seed = request.Seed == 0 ? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) : request.Seed,
        };
    }

    static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, otherwise));
        }
    }
}
