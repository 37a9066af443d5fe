using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Host.Api;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>Endpoints that only tests have, one for each policy of /v1, which answer who is asking.</summary>
internal static class ScopeProbes
{
    static readonly string[] _methods = ["GET", "POST"];

    public static string PathOf(string policy) => $"v1/probe/{policy}";

    public static void MapScopeProbes(this WebApplication app)
    {
        foreach (var policy in (string[])[Policies.Inference, Policies.Embeddings, Policies.ModelList])
        {
            app.MapMethods("/" + PathOf(policy), _methods, Answer).RequireAuthorization(policy);
        }
    }

    static ContentHttpResult Answer(ApiCaller caller) => TypedResults.Text($"{caller.Tenant} {caller.Key} {caller.Person}");
}
