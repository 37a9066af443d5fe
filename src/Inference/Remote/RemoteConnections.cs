using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace OnPremLlm.Inference;

/// <summary>
/// HTTP clients of remote engines, one for each as its entry has it. No proxy, no redirects, no cookies, no trace headers; only addresses inside
/// the building. Certificates and keys are read for each new connection, and none lasts longer than <see cref="Lifetime"/> and the answer on it.
/// Thread-safe.
/// </summary>
/// <param name="resolve">The addresses of a name.</param>
internal sealed class RemoteConnections(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>How long an exchanged certificate or authority may stay in use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);
    const int LongestHeadersKiB = 32;

    // An entry that does not change is the same object: the client goes with it, after the answers on it.
    readonly ConditionalWeakTable<RemoteEngine, Peer> _peers = [];

    public HttpClient Of(RemoteEngine engine) => _peers.GetValue(engine, Make).Client;

    Peer Make(RemoteEngine engine)
    {
        var accepted = new AcceptedCertificate();
        return new(Make(engine, accepted), accepted);
    }

    HttpClient Make(RemoteEngine engine, AcceptedCertificate accepted) => new(new SocketsHttpHandler
    {
        UseProxy = false, // attack: HTTPS_PROXY in the environment would send prompts there
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = _connectTimeout,
        PooledConnectionLifetime = Lifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = LongestHeadersKiB,
        MaxResponseDrainSize = 0, // an answer that nobody reads on is ended by closing its connection
        ConnectCallback = (context, ct) => ConnectAsync(engine, accepted, context.DnsEndPoint, ct),
    })
    {
        DefaultRequestVersion = HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = Timeout.InfiniteTimeSpan, // silence is what is limited
    };

    async ValueTask<Stream> ConnectAsync(RemoteEngine engine, AcceptedCertificate accepted, DnsEndPoint target, CancellationToken ct)
    {
        var socket = await OpenAsync(engine, target, ct);
        try
        {
            var plain = new NetworkStream(socket, ownsSocket: true);
            return engine.Endpoint.Scheme == Uri.UriSchemeHttp ? plain : await SecureAsync(engine, accepted, target.Host, plain, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    async Task<Socket> OpenAsync(RemoteEngine engine, DnsEndPoint target, CancellationToken ct)
    {
        var addresses = await resolve(target.Host, ct);
        var inside = addresses.Where(address => MayConnect(engine, address)).ToList();
        if (inside.Count == 0 && addresses.Length > 0)
        {
            throw Outside(engine, addresses[0]);
        }

        for (var i = 0; ; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                // The address that was looked at is the one that is connected to: the name is not resolved again.
                await socket.ConnectAsync(inside[i], target.Port, ct);
                return socket.RemoteEndPoint is IPEndPoint there && MayConnect(engine, there.Address) ? socket : throw Outside(engine, inside[i]);
            }
            catch (SocketException) when (i + 1 < inside.Count)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    // Without TLS nothing goes over any network.
    static bool MayConnect(RemoteEngine engine, IPAddress address) =>
        engine.Endpoint.Scheme == Uri.UriSchemeHttp ? IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) : InsideAddresses.Contain(address);

    static InferenceException Outside(RemoteEngine engine, IPAddress address) => new(
        InferenceFailure.Misconfigured,
        engine.Endpoint.Scheme == Uri.UriSchemeHttp
            ? $"The remote engine {engine.Address.Server} is at {address}, which is not this machine, and http is for this machine only. Nothing was sent. Use https."
            : $"The remote engine {engine.Address.Server} is at {address}, which is no address inside the building (private, link-local or loopback). Nothing was sent. Correct the endpoint, or what the name resolves to.");

    async Task<Stream> SecureAsync(RemoteEngine engine, AcceptedCertificate accepted, string host, Stream plain, CancellationToken ct)
    {
        var trust = RemoteCertificates.TrustOf(engine, time);
        var own = RemoteCertificates.OwnOf(engine, time);
        var tls = new RemoteTls(plain, accepted, own?.TargetCertificate.Thumbprint ?? "", () => RemoteCertificates.OwnRefused(engine));
        string? problem = null;
        try
        {
            await tls.BeginAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateChainPolicy = trust,
                    ClientCertificateContext = own,
                    LocalCertificateSelectionCallback = own is null ? tls.HasNone : null,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (problem = RemoteCertificates.Problem(engine, host, certificate, chain, errors)) is null,
                },
                ct);
            return tls;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            await tls.DisposeAsync();
            throw problem is not null
                ? new InferenceException(InferenceFailure.Misconfigured, problem, fault)
                : tls.WasAsked ? RemoteCertificates.OwnRefused(engine) : new(InferenceFailure.Misconfigured, $"TLS with {engine.Address.Server} could not be begun ({fault.GetType().Name}). Check that it serves https with TLS 1.2 or 1.3 on this port{(own is null ? "" : ", and that it accepts this Host's client certificate")}.", fault);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    sealed record Peer(HttpClient Client, AcceptedCertificate Accepted);
}
