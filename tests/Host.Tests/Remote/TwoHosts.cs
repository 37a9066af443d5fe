using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Models;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.TestSupport.Remote;

namespace OnPremLlm.Host.Tests.Remote;

/// <summary>
/// Two real Hosts, each with its own database, keys and ledger. The far one runs a real engine with a small random model and serves it by TLS that
/// demands a client certificate; the near one has that model as a remote.
/// </summary>
public sealed class TwoHosts : IAsyncLifetime, IDisposable
{
    /// <summary>The model as the far Host calls it.</summary>
    public const string FarId = "far-model";

    /// <summary>The model as the near Host calls it.</summary>
    public const string NearId = "near-model";

    readonly TestAuthority _authority = new();
    ModelShelf _farShelf = null!; // set by InitializeAsync, as the rest

    public ScribeHost Near { get; } = new();

    public ScribeHost Far { get; private set; } = null!;

    internal ModelShelf Shelf { get; private set; } = null!;

    internal RemoteEngine Engine { get; private set; } = null!;

    internal ApiKeyText Key { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var certificate = _authority.Issue();
        Far = new()
        {
            More = services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https => ScriptedEngine.Secure(https, certificate, _authority)))),
        };
        await Far.InitializeAsync();
        await Near.InitializeAsync();
        _farShelf = new(Far);
        await _farShelf.AddAsync(FarId);
        Key = new((await Near.CreateKeyAsync(Near.North)).Text);
        var (own, key) = _authority.Save(_authority.Issue("onpremllm"));
        var port = new Uri(Far.App.Urls.Single(url => url.StartsWith("https:", StringComparison.Ordinal))).Port;
        Engine = new()
        {
            Endpoint = new($"https://localhost:{port}/v1"),
            Model = FarId,
            Authority = _authority.File,
            ClientCertificate = own,
            ClientKey = key,
            ApiKeyFile = _authority.Write((await Far.CreateKeyAsync(Far.North, ApiKeyScopes.Inference | ApiKeyScopes.Models)).Text + "\n"),
        };
        Shelf = new(Near);
        await Shelf.AddRemoteAsync(NearId, Engine);
    }

    public async Task DisposeAsync()
    {
        await Near.DisposeAsync();
        await Far.DisposeAsync();
    }

    public void Dispose()
    {
        Shelf.Dispose();
        _farShelf.Dispose();
        _authority.Dispose();
    }
}

/// <summary>An API key of the near Host's clinic "North".</summary>
internal sealed record ApiKeyText(string Text);

[CollectionDefinition(Name, DisableParallelization = true)] // each Host of a process brings the same files
public sealed class Hosts : ICollectionFixture<TwoHosts>
{
    public const string Name = "Two Hosts";
}
