using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Api.OpenAi;
using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Host.Composition;

/// <summary>
/// <c>Authorization: Bearer opl_…</c>: makes the identity of a key, which is no person. Only the policies of scopes name this scheme, so a key opens
/// nothing under /api and /hubs and no page. Refusals have OpenAI's shape and never repeat what was presented.
/// </summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys, ApiKeyBrake brake)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "api-key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!BearerRequests.HasBearer(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var address = Context.Connection.RemoteIpAddress;
        // Text that is no key needs no look-up. Its form is public, so the time that this takes tells nothing.
        var key = BearerRequests.Token(Request) is { } token && ApiKeys.IsWellFormed(token) ? token : null;
        var wait = brake.Wait(address);
        using var leave = wait is null || key is null ? null : await brake.TryEnterAsync(address, key, Context.RequestAborted);
        if (key is not null && (wait is null || leave is not null) && await keys.FindAsync(key, Context.RequestAborted) is { } identity)
        {
            brake.CountRight(key);
            return AuthenticateResult.Success(new AuthenticationTicket(Identify(identity), SchemeName));
        }

        brake.CountWrong(address, key);
        return wait is { } some ? AuthenticateResult.Fail(new TooManyKeysException(some)) : AuthenticateResult.Fail("The key opens nothing.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is TooManyKeysException { Wait: var wait })
        {
            Response.Headers.RetryAfter = Problems.RetryAfter(wait);
            await OpenAiErrors.WriteAsync(Context, StatusCodes.Status429TooManyRequests, "Too many keys that open nothing came from this network, and this one opened nothing now. Send a valid key; if this is one, send it again after as long as Retry-After says.",
                OpenAiErrors.RateLimit, OpenAiErrors.RateLimitExceeded, param: null, Context.RequestAborted);
            return;
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        await OpenAiErrors.WriteAsync(Context, StatusCodes.Status401Unauthorized,
            "This needs a valid API key in the header Authorization: Bearer opl_…. A key that is unknown, expired or revoked is refused alike. Your clinic's administrator makes keys on the page /admin.",
            OpenAiErrors.InvalidRequest, OpenAiErrors.InvalidApiKey, param: null, Context.RequestAborted);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.User.HasClaim(claim => claim.Type == ApiCaller.KeyClaim)
        ? OpenAiErrors.WriteAsync(Context, StatusCodes.Status403Forbidden,
            $"This API key lacks the scope {MissingScope()}. Use a key that has it, or ask your clinic's administrator for one.",
            OpenAiErrors.InsufficientPermissions, OpenAiErrors.MissingScope, param: null, Context.RequestAborted)
        : OpenAiErrors.WriteAsync(Context, StatusCodes.Status403Forbidden,
            "Your account belongs to no clinic, so it has no models. Sign in as somebody of a clinic, or use an API key of one.",
            OpenAiErrors.InsufficientPermissions, OpenAiErrors.NoClinic, param: null, Context.RequestAborted);

    static ClaimsPrincipal Identify(ApiKeyIdentity key) => new(new ClaimsIdentity(
        [
            new(Caller.TenantClaim, key.TenantId.ToString()),
            new(ApiCaller.KeyClaim, key.ApiKeyId.Value),
            .. ScopeNames.Of(key.Scopes).Select(scope => new Claim(ApiCaller.ScopeClaim, scope)),
        ],
        SchemeName));

    string MissingScope() => string.Join(" and ", (Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [])
        .Select(data => data.Policy ?? "").Where(policy => ScopeNames.All.Contains(policy) && !Context.User.HasClaim(ApiCaller.ScopeClaim, policy)).Distinct());

    sealed class TooManyKeysException(TimeSpan wait) : Exception("Too many keys that open nothing came from this network.")
    {
        public TimeSpan Wait { get; } = wait;
    }
}

/// <summary>
/// The scheme of the policies of scopes: the key where one is presented, else the session's cookie, never both. Attack: a page that a signed-in
/// person opens sends a wrong key, and the cookie that the browser adds opens what the key does not.
/// </summary>
internal static class KeyOrSession
{
    public const string Scheme = "key-or-session";

    public static AuthenticationBuilder AddKeyOrSession(this AuthenticationBuilder authentication) => authentication
        .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, configureOptions: null)
        .AddPolicyScheme(Scheme, displayName: null, options =>
        {
            options.ForwardDefaultSelector = context => BearerRequests.HasBearer(context.Request) ? ApiKeyAuthentication.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme;
            // No redirection to a sign-in: whoever asks here is a program.
            (options.ForwardChallenge, options.ForwardForbid) = (ApiKeyAuthentication.SchemeName, ApiKeyAuthentication.SchemeName);
        });
}
