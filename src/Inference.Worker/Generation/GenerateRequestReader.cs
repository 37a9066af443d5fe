using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Constraints;
using OnPremLlm.Inference.Worker.Generation.Sampling;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Checks what a request asks for, and compiles its grammar. Nothing that native code would end the process over gets past here.
/// Not on the thread that all requests share: a grammar over a long source takes milliseconds.
/// </summary>
internal static partial class GenerateRequestReader
{
    const int LongestName = 256;
    const int MostStops = 16;
    const int LongestStop = 256;
    const float HighestTemperature = 5;
    const int MostLogProbs = 20;
    const int MostSources = 8;
    const int MostSourceBytes = 4 << 20;
    const int MostCharacters = 256 << 10; // a span may begin at each: some 60 bytes of memory

    /// <exception cref="RpcException">INVALID_ARGUMENT, OUT_OF_RANGE or FAILED_PRECONDITION, as generation.proto says.</exception>
    public static GenerationTask Read(GenerateRequest request, GenerationEngine engine, CancellationToken cancellationToken)
    {
        var key = ReadKey(request.Owner, request.Session);
        CheckSampling(request);
        CheckSources(request.SpanSources);
        Require(request.MaxTokens >= 0, "max_tokens is negative. Send 0 to prefill only, or how many tokens to generate at most.");
        Require(request.Stop.Count <= MostStops, $"There are {request.Stop.Count} stop strings; {MostStops} are allowed.");
        Require(request.Stop.All(stop => stop.Length is > 0 and <= LongestStop), $"A stop string must have 1 to {LongestStop} characters.");
        var prompt = engine.Prompts.Tokenize(request.Prompt);
        if ((long)prompt.Length + request.MaxTokens > engine.ContextTokens)
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, $"The prompt has {prompt.Length} token{(prompt.Length == 1 ? "" : "s")} and up to {request.MaxTokens} more are asked for; a sequence holds {engine.ContextTokens}. Send a shorter prompt or ask for fewer tokens."));
        }

        return new(key, prompt, request.MaxTokens, ReadSampling(request), [.. request.Stop], cancellationToken) { IsOfOpenVisit = request.OfOpenVisit };
    }

    public static SessionKey ReadKey(string owner, string session)
    {
        Require(owner.Length is > 0 and <= LongestName, $"The owner must have 1 to {LongestName} characters.");
        Require(session.Length <= LongestName, $"The session must have at most {LongestName} characters.");
        return new(owner, session);
    }

    static void CheckSampling(GenerateRequest request)
    {
        Require(request.Temperature is >= 0 and <= HighestTemperature, $"The temperature must be 0 to {HighestTemperature}.");
        Require(request.TopP is >= 0 and <= 1, "top_p must be 0 (off) to 1.");
        Require(request.MinP is >= 0 and < 1, "min_p must be 0 (off) to less than 1.");
        Require(request.TopLogProbs is >= 0 and <= MostLogProbs, $"top_log_probs must be 0 to {MostLogProbs}. Leave it out for no log-probabilities.");
    }

    static void CheckSources(RepeatedField<SpanSource> sources)
    {
        Require(sources.Count <= MostSources, $"There are {sources.Count} span sources; {MostSources} are allowed. Join texts that need no name of their own.");
        Require(sources.All(source => SourceName().IsMatch(source.Name)), "The name of a span source must be 1 to 64 of a-z, 0-9 and -, and begin with a letter.");
        Require(sources.DistinctBy(source => source.Name).Count() == sources.Count, "Two span sources have the same name. Rename one.");
        Require(sources.All(source => source.LongestCharacters >= 0), "longest_characters of a span source is negative. Send 0 for any length.");
        Require(sources.All(source => Enum.IsDefined(source.Encoding) && Enum.IsDefined(source.Unit)), "A span source has an encoding or unit that this worker does not know. Use those of generation.proto.");
        Require(sources.Where(source => source.Unit is SpanUnit.Characters).Sum(source => (long)source.Text.Length) <= MostCharacters, $"The span sources by characters have more than {MostCharacters >> 10} Ki characters together. Send shorter ones, or use words.");
        Require(sources.Sum(source => (long)Encoding.UTF8.GetByteCount(source.Text)) <= MostSourceBytes, $"The span sources are larger than {MostSourceBytes >> 20} MiB together. Send shorter ones.");
    }

    static SamplingSettings ReadSampling(GenerateRequest request) => new()
    {
        Constraint = request.Grammar.Length > 0 ? Constraint.Compile(request.Grammar, request.SpanSources) : null,
        Temperature = request.Temperature,
        TopP = request.TopP == 0 ? 1 : request.TopP,
        MinP = request.MinP,
        Seed = request.Seed == 0 ? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) : request.Seed,
        TopLogProbs = request.HasTopLogProbs ? request.TopLogProbs : null,
    };

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,63}\z")]
    private static partial Regex SourceName();

    static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, otherwise));
        }
    }
}
