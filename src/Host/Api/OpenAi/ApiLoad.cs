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
        using var share = load.Begin();
        var request = context.HttpContext.Request;
        share.Require(HttpMethods.IsGet(request.Method) ? 0 : RequestBody.LengthOf(request));
        context.HttpContext.Features.Set(share);
        return await next(context);
    }

    static OpenAiException TooMuch() => new(
        StatusCodes.Status429TooManyRequests,
        $"This clinic has {MostRequests} requests, or {MostBytes >> 20} MiB of them, under way, and more are not taken. Send the request again when others have ended.",
        OpenAiErrors.RateLimit,
        "too_much_at_once")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    /// <summary>What one request has of its clinic's load, until it is disposed. One thread at a time.</summary>
    internal sealed class Share(Load load) : IDisposable
    {
        long _bytes;

        /// <summary>The body has so many bytes, or had so many up to now where its length was not told.</summary>
        /// <exception cref="OpenAiException">Too much is under way.</exception>
        public void Require(long bytes)
        {
            if (bytes > _bytes)
            {
                load.Add(bytes - _bytes);
                _bytes = bytes;
            }
        }

        public void Dispose() => load.End(_bytes);
    }

    internal sealed class Load
    {
        readonly Lock _gate = new();
        int _requests;
        long _bytes;

        public Share Begin()
        {
            lock (_gate)
            {
                _requests = _requests < MostRequests ? _requests + 1 : throw TooMuch();
            }

            return new(this);
        }

        public void Add(long bytes)
        {
            lock (_gate)
            {
                _bytes = _bytes + bytes <= MostBytes ? _bytes + bytes : throw TooMuch();
            }
        }

        public void End(long bytes)
        {
            lock (_gate)
            {
                _requests--;
                _bytes -= bytes;
            }
        }
    }
}
