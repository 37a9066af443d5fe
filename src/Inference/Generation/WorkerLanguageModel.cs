using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Protocol = OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>One language model in worker processes: the owner's own, or the one that all share.</summary>
/// <param name="select">The model as the catalogs have it now.</param>
internal sealed class WorkerLanguageModel(WorkerSupervisor supervisor, ModelCatalogs catalogs, Func<SelectedModel> select) : ILanguageModel
{
    const int ChunkBytes = 256 << 10;

    public async ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct)
    {
        using var worker = await supervisor.AcquireAsync(owner, select(), ct);
        var loaded = worker.Description.Model;
        var model = worker.Launch.Model!; // a generation worker has one
        var entry = model.Entry ?? catalogs.EntryOf(loaded.Sha256);
        var id = entry?.Id ?? model.Id;
        return new()
        {
            Id = id,
            Sha256 = loaded.Sha256,
            Name = loaded.Name.Length > 0 ? loaded.Name : id,
            ContextPerSequence = loaded.ContextPerSequence,
            EmbeddingSize = loaded.EmbeddingSize,
            ChatTemplateSupported = loaded.ChatTemplateSupported,
            IsDemonstration = entry?.Demonstration ?? false,
            PromptFormat = entry?.PromptFormat ?? "chat",
        };
    }

    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var message = GenerationMessages.Request(owner.Required(), request);
        using var trial = await supervisor.Crashes.TryAsync(owner, supervisor.Crashes.DigestOf(message), ct);
        using var worker = await supervisor.AcquireAsync(owner, select(), ct);
        if (request is { IsOfOpenVisit: true, Session: { Length: > 0 } session })
        {
            worker.OpenSession(owner, session);
        }

        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).Generate(message, cancellationToken: ct));
        while (await NextAsync(worker, call, trial, ct))
        {
            if (GenerationMessages.Update(call.ResponseStream.Current) is { } update)
            {
                yield return update;
                if (update is GenerationUpdate.Finished)
                {
                    trial.Survived();
                    yield break;
                }
            }
        }

        throw RpcFailures.Incomplete();
    }

    // Only a worker that ended by itself speaks against the requests in it, not one that the Host stopped.
    static async Task<bool> NextAsync<T>(WorkerLease worker, AsyncServerStreamingCall<T> call, CrashMemory.Trial trial, CancellationToken ct)
    {
        try
        {
            return await worker.GuardAsync(() => call.ResponseStream.MoveNext(ct), ct);
        }
        catch (InferenceException failure) when (failure.Failure is InferenceFailure.WorkerDied && !worker.WasStopped)
        {
            trial.Died();
            throw;
        }
    }

    public async ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct)
    {
        var message = new Protocol.EmbedRequest { Owner = owner.Required().ToString(), Texts = { request.Texts } };
        using var trial = await supervisor.Crashes.TryAsync(owner, supervisor.Crashes.DigestOf(message), ct);
        using var worker = await supervisor.AcquireAsync(owner, select(), ct);
        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).Embed(message, cancellationToken: ct));
        var vectors = new ReadOnlyMemory<float>[request.Texts.Count];
        var (tokens, missing) = (0, vectors.Length);
        while (await NextAsync(worker, call, trial, ct))
        {
            var vector = call.ResponseStream.Current;
            vectors[vector.Index] = MemoryMarshal.Cast<byte, float>(vector.Vector.Span).ToArray(); // little-endian, as every machine that this runs on
            (tokens, missing) = (tokens + vector.Tokens, missing - 1);
        }

        trial.Survived();
        return missing == 0 ? new(vectors, tokens) : throw RpcFailures.Incomplete();
    }

    public async ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var message = new Protocol.CountTokensRequest { Prompt = GenerationMessages.Prompt(prompt) };
        using var worker = await supervisor.AcquireAsync(owner, select(), ct);
        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).CountTokensAsync(message, cancellationToken: ct));
        return (await worker.GuardAsync(() => call.ResponseAsync, ct)).Tokens;
    }

    public async ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var message = new Protocol.TokenizeRequest { Prompt = GenerationMessages.Prompt(prompt) };
        using var worker = await supervisor.AcquireAsync(owner, select(), ct);
        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).TokenizeAsync(message, cancellationToken: ct));
        return (await worker.GuardAsync(() => call.ResponseAsync, ct)).Tokens;
    }

    public async ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct)
    {
        using var worker = supervisor.TryAcquire(owner, select());
        if (worker is null)
        {
            return false;
        }

        var message = new Protocol.SaveSessionRequest { Owner = owner.ToString(), Session = session, LargestBytes = largestBytes };
        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).SaveSession(message, cancellationToken: ct));
        try
        {
            while (await worker.GuardAsync(() => call.ResponseStream.MoveNext(ct), ct))
            {
                await state.WriteAsync(call.ResponseStream.Current.Data.Memory, ct);
            }

            return true;
        }
        catch (InferenceException failure) when (failure.InnerException is RpcException { StatusCode: StatusCode.NotFound or StatusCode.Unimplemented or StatusCode.ResourceExhausted })
        {
            return false;
        }
    }

    public async ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct)
    {
        using var worker = await supervisor.AcquireAsync(owner, select(), ct);
        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).RestoreSession(cancellationToken: ct));
        var requests = call.RequestStream;
        try
        {
            await worker.GuardAsync(() => WriteAsync(() => requests.WriteAsync(new() { Name = new() { Owner = owner.ToString(), Session = session, Length = length } }, ct)), ct);
            var chunk = new byte[ChunkBytes];
            // Where the bytes do not authenticate, this throws and the call ends without its last message: the worker uses nothing of it.
            while (await state.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, ct) is > 0 and var read)
            {
                await worker.GuardAsync(() => WriteAsync(() => requests.WriteAsync(new() { Data = ByteString.CopyFrom(chunk, 0, read) }, ct)), ct);
            }

            await worker.GuardAsync(() => WriteAsync(requests.CompleteAsync), ct);
            await worker.GuardAsync(() => call.ResponseAsync, ct);
            return true;
        }
        catch (InferenceException failure) when (failure.InnerException is RpcException { StatusCode: StatusCode.FailedPrecondition or StatusCode.Aborted })
        {
            return false;
        }
    }

    // A call that the worker has ended takes no more messages; its answer says why.
    static async Task<bool> WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }

    // Wherever it may be: the session may have been opened before the model was changed. Where no worker runs there is none to forget.
    public async ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct)
    {
        var holders = supervisor.HoldersOf(owner);
        try
        {
            await Task.WhenAll(holders.Select(worker => CloseSessionAsync(worker, owner, session, ct)).Append(supervisor.EndingOf(owner).WaitAsync(ct)));
        }
        finally
        {
            foreach (var worker in holders)
            {
                worker.Dispose();
            }
        }
    }

    static async Task CloseSessionAsync(WorkerLease worker, OwnerId owner, string session, CancellationToken ct)
    {
        worker.CloseSession(owner, session);
        var message = new Protocol.CloseSessionRequest { Owner = owner.ToString(), Session = session };
        using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).CloseSessionAsync(message, cancellationToken: ct));
        await worker.GuardAsync(() => call.ResponseAsync, ct);
    }
}
