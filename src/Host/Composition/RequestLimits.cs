using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Api.Health;

namespace OnPremLlm.Host.Composition;

/// <summary>What is refused before anything else looks at a request: a foreign Host header, and more tries to sign in than a person makes.</summary>
internal static class RequestLimits
{
    /// <summary>Tries to sign in from one client network a minute, right or wrong, to whatever accounts; <see cref="SignInBrake"/> counts by account.</summary>
    public const int SignInsPerMinute = 60;

    /// <summary>Questions of one client network to /healthz and /readyz a minute: several monitors may ask every second.</summary>
    public const int HealthPerMinute = 300;

    /// <summary>
    /// A reverse proxy on this machine says who asks and whether TLS was used; from elsewhere nothing is believed. Without it all people behind
    /// the proxy would share one address, and its cookies would lack "Secure".
    /// </summary>
    public static ForwardedHeadersOptions Proxy => new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };

    public static void Configure(RateLimiterOptions limits)
    {
        limits.AddPolicy(SessionEndpoints.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            ClientNetwork.Of(context.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.AddPolicy(HealthEndpoints.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            ClientNetwork.Of(context.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = HealthPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.OnRejected = async (rejected, ct) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Problems.RetryAfter(wait);
            await Problems.WriteAsync(rejected.HttpContext, Problems.Of(StatusCodes.Status429TooManyRequests), ct);
        };
    }

    /// <summary>Attack: a page elsewhere whose name is made to resolve to this machine (DNS rebinding) talks to the Host as if it were its own.</summary>
    public static void Configure(HostFilteringOptions hosts, ServeOptions options)
    {
        hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]", .. options.AllowedHosts];
        hosts.AllowEmptyHosts = true; // the checks of load balancers (HTTP/1.0) send none; a browser always sends one
        hosts.IncludeFailureMessage = false;
    }
}
