using System.Runtime.CompilerServices;
using Grpc.Core;
using Protocol = OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>The language model in the owner's own worker process.</summary>
internal sealed class WorkerLanguageModel(WorkerSupervisor supervisor, InferenceOptions options) : ILanguageModel
{
    public async ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct)
    {
        using var worker = await supervisor.AcquireAsync(owner, WorkerKind.Generation, ct);
        var loaded = worker.Description.Model;
        var model = worker.Launch.Model!.WithCatalogEntryOf(loaded.Sha256, options.CatalogFile);
        return new()
        {
            Id = model.Id,
            Sha256 = loaded.Sha256,
            Name = loaded.Name.Length > 0 ? loaded.Name : model.Id,
            ContextPerSequence = loaded.ContextPerSequence,
            ChatTemplateSupported = loaded.ChatTemplateSupported,
            IsDemonstration = model.IsDemonstration,
            PromptFormat = model.PromptFormat,
        };
    }

    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var message = GenerationMessages.Request(owner.Required(), request);
        using var worker = await supervisor.AcquireAsync(owner, WorkerKind.Generation, ct);
        using var call = new Protocol.Generation.GenerationClient(worker.Channel).Generate(message, cancellationToken: ct);
        while (await worker.GuardAsync(call.ResponseStream.MoveNext(ct), ct))
        {
            if (GenerationMessages.Update(call.ResponseStream.Current) is { } update)
            {
                yield return update;
                if (update is GenerationUpdate.Finished)
                {
                    yield break;
                }
            }
        }

        throw RpcFailures.Incomplete();
    }

    public async ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var message = new Protocol.CountTokensRequest { Prompt = GenerationMessages.Prompt(prompt) };
        using var worker = await supervisor.AcquireAsync(owner, WorkerKind.Generation, ct);
        using var call = new Protocol.Generation.GenerationClient(worker.Channel).CountTokensAsync(message, cancellationToken: ct);
        return (await worker.GuardAsync(call.ResponseAsync, ct)).Tokens;
    }

    public async ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var message = new Protocol.TokenizeRequest { Prompt = GenerationMessages.Prompt(prompt) };
        using var worker = await supervisor.AcquireAsync(owner, WorkerKind.Generation, ct);
        using var call = new Protocol.Generation.GenerationClient(worker.Channel).TokenizeAsync(message, cancellationToken: ct);
        return (await worker.GuardAsync(call.ResponseAsync, ct)).Tokens;
    }

    public async ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct)
    {
        // Sessions live in the worker only: where none runs there is none to forget.
        using var worker = supervisor.TryAcquire(owner, WorkerKind.Generation);
        if (worker is not null)
        {
            var message = new Protocol.CloseSessionRequest { Owner = owner.ToString(), Session = session };
            using var call = new Protocol.Generation.GenerationClient(worker.Channel).CloseSessionAsync(message, cancellationToken: ct);
            await worker.GuardAsync(call.ResponseAsync, ct);
        }
    }
}
