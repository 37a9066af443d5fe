using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Api;

namespace OnPremLlm.Host.Hubs;

/// <summary>
/// A connection belongs to whoever opened it. Attack: a request that knows the connection's token replaces the user behind it, and what it sends
/// runs on the connection of somebody else, who then reads on as another. The mapping refuses such requests; this refuses what comes of one.
/// </summary>
internal sealed class OwnConnection : IHubFilter
{
    const string Owner = "owner";

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[Owner] = Caller.From(context.Context.User);
        return next(context);
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = invocationContext.Context;
        if (IsOwners(connection))
        {
            return next(invocationContext);
        }

        connection.Abort();
        throw new HubException($"{ApiErrors.NotSignedIn}: This connection was opened by somebody else. Open one of your own.");
    }

    // SignalR remembers the first user that it saw; the feature has the one of the last request. Both have to be the owner.
    static bool IsOwners(HubCallerContext connection) =>
        connection.Items.TryGetValue(Owner, out var item) && item is Caller owner && owner.Is(connection.User) &&
        (connection.Features.Get<IConnectionUserFeature>() is not { } last || owner.Is(last.User));
}
