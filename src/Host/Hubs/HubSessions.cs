using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Composition;

namespace OnPremLlm.Host.Hubs;

/// <summary>
/// The cookie is looked at when a connection opens, and a connection may stay open for days: each call on it asks again, at most once a minute,
/// whether the session still holds. A call in progress is not cut off: sound that was spoken is still taken.
/// </summary>
internal sealed class HubSessions(TimeProvider time) : IHubFilter
{
    const string CheckedAt = "session-checked-at";

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[CheckedAt] = time.GetUtcNow();
        return next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = invocationContext.Context;
        if (connection.Items[CheckedAt] is not DateTimeOffset last || time.GetUtcNow() - last >= SessionCheck.Interval)
        {
            var desk = invocationContext.ServiceProvider.GetRequiredService<SignInDesk>();
            if (connection.User is not { } session || await desk.RenewAsync(session, connection.ConnectionAborted) is null)
            {
                connection.Abort(); // so that the client connects anew, with the cookie of a new sign-in
                throw new HubException("not-signed-in: Your session ended. Sign in again.");
            }

            connection.Items[CheckedAt] = time.GetUtcNow();
        }

        return await next(invocationContext);
    }
}
