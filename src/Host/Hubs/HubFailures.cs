using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Api;
using OnPremLlm.Inference;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Hubs;

/// <summary>
/// Turns failures into messages for the user. Only messages written for users pass; of anything else the type is logged and nothing
/// is sent, because an exception's text may hold clinical words.
/// </summary>
internal sealed class HubFailures(ILogger<HubFailures> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (ScribeException failure)
        {
            throw new HubException($"{failure.Code}: {failure.Message}");
        }
        catch (InferenceException failure)
        {
            throw new HubException($"{HubErrors.EngineUnavailable}: {failure.Message}");
        }
        catch (Exception failure) when (DatabaseOutage.IsCause(failure))
        {
            log.DatabaseAway(invocationContext.HubMethodName, failure.GetType().Name);
            throw new HubException($"{DatabaseOutage.Code}: {DatabaseOutage.Sentence}");
        }
        catch (Exception failure) when (failure is not (HubException or OperationCanceledException))
        {
            log.HubMethodFailed(invocationContext.HubMethodName, failure.GetType().Name);
            throw new HubException("unexpected: Something failed on the server. Nothing that was acknowledged is lost; try again.");
        }
    }
}
