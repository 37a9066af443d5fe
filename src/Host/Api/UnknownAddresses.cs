using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Template;
using OnPremLlm.Host.Composition;

namespace OnPremLlm.Host.Api;

/// <summary>
/// Whatever else is asked under /api, /hubs and /v1: without this the app's page would answer 200 for every address that it does not know.
/// Needs a session like everything there, or under /v1 a key of any scope.
/// </summary>
internal static class UnknownAddresses
{
    public static void MapUnknownAddresses(this IEndpointRouteBuilder routes)
    {
        foreach (var interfaces in (string[])["/api", "/hubs", "/v1"])
        {
            var nothing = routes.MapFallback(interfaces + "/{**rest}", AnswerAsync).WithMetadata(OutsideTenancy.Because("answers that there is nothing"));
            if (interfaces == "/v1")
            {
                nothing.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = KeyOrSession.Scheme });
            }
        }
    }

    // A route for everything takes the framework's own answers 405 and 415 away, so what the address takes is looked up here.
    static Task AnswerAsync(HttpContext context, EndpointDataSource endpoints, ParameterPolicyFactory constraints)
    {
        string[] methods = [.. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsAt(endpoint, context.Request.Path, constraints))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Distinct().Order()];
        var isTaken = methods.Contains(context.Request.Method);
        if (methods.Length > 0 && !isTaken)
        {
            context.Response.Headers.Allow = methods;
        }

        // Where address and method are right, the type of the body is not.
        var status = isTaken ? StatusCodes.Status415UnsupportedMediaType : methods.Length > 0 ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        return Problems.WriteAsync(context, Problems.Of(status), context.RequestAborted);
    }

    // Not those that take every address: their order is the last.
    static bool IsAt(RouteEndpoint endpoint, PathString path, ParameterPolicyFactory constraints)
    {
        var pattern = endpoint.RoutePattern;
        RouteValueDictionary values = [];
        return endpoint.Order < int.MaxValue && new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(path, values) &&
            pattern.ParameterPolicies.All(policies => policies.Value.All(policy =>
                constraints.Create(pattern.GetParameter(policies.Key), policy) is not IRouteConstraint constraint ||
                constraint.Match(null, null, policies.Key, values, RouteDirection.IncomingRequest)));
    }
}
