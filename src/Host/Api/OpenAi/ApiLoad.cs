using System.Collections.Concurrent;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>
/// Bounds what one clinic's programs may have in the Host at a time, bodies of waiting requests among it. Attack: one key that sends large prompts
/// faster than engines take them, until the Host is out of memory and every clinic's recordings with it.
/// </summary>
internal sealed class ApiLoad : IEndpointFilter
{
    /// <summary>Bytes of bodies. In memory they are about three times as much.</summary>
    public const long MostBytes = 32 << 20;

    /// <summary>Requests: more than an engine's places and a queue of 64.</summary>
    public const int MostRequests = 160;

    readonly ConcurrentDictionary<TenantId, Load> _loads = [];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var load = _loads.GetOrAdd((context.Arguments.OfType<ApiCaller>().FirstOrDefault() ?? throw new NoCallerException()).Tenant, _ => new());
        var request = context.HttpContext.Request;
        var bytes = HttpMethods.IsGet(request.Method) ? 0 : request.ContentLength ?? RequestBody.LargestBytes;
        if (!load.TryAdd(bytes))
        {
            throw new OpenAiException(
                StatusCodes.Status429TooManyRequests,
                $"This clinic has {MostRequests} requests, or {MostBytes >> 20} MiB of them, under way, and more are not taken. Send the request again when others have ended.",
                OpenAiErrors.RateLimit,
                "too_much_at_once")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }

        try
        {
            return await next(context);
        }
        finally
        {
            load.Remove(bytes);
        }
    }

    sealed class Load
    {
        readonly Lock _gate = new();
        int _requests;
        long _bytes;

        public bool TryAdd(long bytes)
        {
            lock (_gate)
            {
                var fits = _requests < MostRequests && _bytes + bytes <= MostBytes;
                (_requests, _bytes) = fits ? (_requests + 1, _bytes + bytes) : (_requests, _bytes);
                return fits;
            }
        }

        public void Remove(long bytes)
        {
            lock (_gate)
            {
                _requests--;
                _bytes -= bytes;
            }
        }
    }
}
