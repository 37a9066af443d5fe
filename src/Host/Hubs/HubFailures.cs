using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Api;
using OnPremLlm.Inference;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Hubs;

/// <summary>
/// Turns failures into messages for the user, also those of a stream after its call was answered. Only messages written for users pass; of
/// anything else the type is logged and nothing is sent, because an exception's text may hold clinical words.
/// </summary>
internal sealed class HubFailures(ILogger<HubFailures> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var method = invocationContext.HubMethodName;
        try
        {
            var result = await next(invocationContext);
            // The one kind of stream that hubs give; a test fails on any other.
            return result is IAsyncEnumerable<VisitEvent> events ? TranslateAsync(events, method, CancellationToken.None) : result;
        }
        catch (Exception failure) when (failure is not (HubException or OperationCanceledException))
        {
            throw Refusal(failure, method);
        }
    }

    async IAsyncEnumerable<VisitEvent> TranslateAsync(IAsyncEnumerable<VisitEvent> events, string method, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var at = events.GetAsyncEnumerator(ct);
        while (await MoveAsync(at, method))
        {
            yield return at.Current;
        }
    }

    async ValueTask<bool> MoveAsync(IAsyncEnumerator<VisitEvent> at, string method)
    {
        try
        {
            return await at.MoveNextAsync();
        }
        catch (Exception failure) when (failure is not (HubException or OperationCanceledException))
        {
            throw Refusal(failure, method);
        }
    }

    HubException Refusal(Exception failure, string method)
    {
        switch (failure)
        {
            case ScribeException refusal:
                return new HubException($"{refusal.Code}: {refusal.Message}");
            case InferenceException refusal:
                log.EngineRefused(refusal.Failure, refusal.Message);
                return new HubException($"{HubErrors.EngineUnavailable}: {refusal.ClientMessage}");
            case NoCallerException refusal:
                return new HubException($"{ApiErrors.NotSignedIn}: {refusal.Message}");
            case var _ when DatabaseOutage.IsCause(failure):
                log.DatabaseAway(method, failure.GetType().Name);
                return new HubException($"{DatabaseOutage.Code}: {DatabaseOutage.Sentence}");
            default:
                log.HubMethodFailed(method, failure.GetType().Name);
                return new HubException($"{ApiErrors.Unexpected}: Something failed on the server. Nothing that was acknowledged is lost; try again.");
        }
    }
}
