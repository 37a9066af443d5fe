using Microsoft.AspNetCore.Http.Connections;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Hubs;

/// <summary>Where the hubs are. WebSockets only: over the other transports whoever knows a connection's token sends and reads on it.</summary>
internal static class HubEndpoints
{
    public static void MapHubs(this IEndpointRouteBuilder routes) => routes
        .MapHub<VisitsHub>(VisitHub.Path, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            // A connection ends with the session that opened it, instead of outliving the cookie for days.
            options.CloseOnAuthenticationExpiration = true;
        })
        .Add(RestrictMethods);

    // A POST with the token of a connection that is negotiated and not yet open would be kept and run as its owner's first call, whatever
    // transports are allowed: so the connection itself takes no POST at all.
    static void RestrictMethods(EndpointBuilder endpoint) => endpoint.Metadata.Add(
        endpoint.Metadata.OfType<NegotiateMetadata>().Any()
            ? new HttpMethodMetadata([HttpMethods.Post])
            : new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Connect]));
}
