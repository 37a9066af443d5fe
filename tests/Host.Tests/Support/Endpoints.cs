using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OnPremLlm.Host.Tests.Support;

internal static class Endpoints
{
    /// <summary>Everything that the Host answers to.</summary>
    public static IReadOnlyList<RouteEndpoint> GetEndpoints(this IServiceProvider services) =>
        [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
}
