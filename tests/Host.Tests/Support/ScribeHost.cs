using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Hubs;
using OnPremLlm.Host.Jobs;
using OnPremLlm.Inference;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.People;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Postgres;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>
/// The real Host in the test process: real control plane, two clinics ("North", "South") whose records are due at signing, real database,
/// keystore and ledger; only the engines are scripted. The sweep runs when a test asks for it.
/// </summary>
public sealed class ScribeHost : IAsyncLifetime
{
    const string Password = "correct horse battery staple";

    readonly string _control = "t" + Guid.NewGuid().ToString("N")[..12];
    readonly ConcurrentQueue<string> _log = [];
    WebApplication? _app;

    /// <summary>The installation's data folder.</summary>
    public string Folder { get; } = Path.Combine("/tmp", "opl-host-" + Path.GetRandomFileName());

    public Uri Address { get; private set; } = null!; // set by InitializeAsync, as the rest

    /// <summary>Everything that the Host and its libraries logged, at every level and of every category: also what the Host's own console filters out.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Metrics and traces of the Host and of every library in it, from its start on.</summary>
    internal Telemetry Telemetry { get; } = new();

    public IServiceProvider Services => App.Services;

    /// <summary>The model's name for the API; the engine behind it is scripted.</summary>
    public const string ModelId = "demo-scribe-interim";

    public Tenant North { get; private set; } = null!;

    public Tenant South { get; private set; } = null!;

    /// <summary>More that the Host is to be made with. Before it starts.</summary>
    internal Action<IServiceCollection>? More { get; init; }

    internal ScriptedEngines Engines { get; } = new();

    /// <summary>The clock by which open hub connections are asked for their session again; nothing else runs by it.</summary>
    internal FakeTimeProvider HubTime { get; } = new();

    internal Visitor Clinician { get; private set; } = null!;

    internal Visitor Colleague { get; private set; } = null!;

    internal Visitor Compliance { get; private set; } = null!;

    internal Visitor OtherClinician { get; private set; } = null!;

    internal Visitor OtherCompliance { get; private set; } = null!;

    internal WebApplication App => _app ?? throw new InvalidOperationException("The fixture has not been started: take it as a constructor parameter of a class in the collection.");

    internal HostLayout Layout => new(Folder);

    public async Task InitializeAsync()
    {
        await SetUpAsync();
        BringManifest();
        _app = WebHost.Build(new ServeOptions { DataFolder = Folder, Port = 0, AppFolder = Support.AppFolder.Path }, Replace);
        _app.MapScopeProbes();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal)));
        Clinician = await Visitor.SignInAsync(Address, "clinician@north.test", Password);
        Colleague = await Visitor.SignInAsync(Address, "colleague@north.test", Password);
        Compliance = await Visitor.SignInAsync(Address, "compliance@north.test", Password);
        OtherClinician = await Visitor.SignInAsync(Address, "clinician@south.test", Password);
        OtherCompliance = await Visitor.SignInAsync(Address, "compliance@south.test", Password);
    }

    public async Task DisposeAsync()
    {
        foreach (var visitor in (Visitor?[])[Clinician, Colleague, Compliance, OtherClinician, OtherCompliance])
        {
            visitor?.Dispose();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        Telemetry.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A connection to a clinic's database as the superuser: what somebody who stole the database can read and change.</summary>
    internal async Task<NpgsqlConnection> OpenDatabaseAsync(Tenant tenant)
    {
        var connection = new NpgsqlConnection(PrivatePostgres.Shared.SuperuserConnectionString($"{_control}_t_{tenant.Id.Value:N}"));
        await connection.OpenAsync();
        return connection;
    }

    internal async Task<NpgsqlConnection> OpenControlDatabaseAsync()
    {
        var connection = new NpgsqlConnection(PrivatePostgres.Shared.SuperuserConnectionString(_control));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The command onpremllm, as the build of this test project left it.</summary>
    internal static string HostProgram => Path.Combine(HostOutput, "OnPremLlm.Host.dll");

    static string HostOutput
    {
        get
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory);
            return Repository.PathOf("src", "Host", "bin", mine.Parent!.Name, mine.Name); // bin/<configuration>/net10.0 as here
        }
    }

    async Task SetUpAsync()
    {
        foreach (var folder in (string[])[Layout.Root, Layout.Keystore, Layout.Ledger])
        {
            HostLayout.Private(folder);
        }

        await Keystore.CreateRootAsync(Layout.RootKeyFile, default);
        await ControlProvisioner.InitialiseAsync(PrivatePostgres.Shared.SuperuserConnectionString(), Layout.ControlFile, _control, default);
        var services = Features.ForCommands(Layout);
        services.AddScribeSchema();
        await using var provider = services.BuildServiceProvider();
        North = await CreateTenantAsync(provider, "North");
        South = await CreateTenantAsync(provider, "South");
        await AddPersonAsync(provider, "clinician@north.test", Role.Clinician, North);
        await AddPersonAsync(provider, "colleague@north.test", Role.Clinician, North);
        await AddPersonAsync(provider, "compliance@north.test", Role.Compliance, North);
        await AddPersonAsync(provider, "clinician@south.test", Role.Clinician, South);
        await AddPersonAsync(provider, "compliance@south.test", Role.Compliance, South);
    }

    async Task<Tenant> CreateTenantAsync(ServiceProvider provider, string name)
    {
        var provisioner = new TenantProvisioner(
            PrivatePostgres.Shared.SuperuserConnectionString(), provider.GetRequiredService<Keystore>(), provider.GetServices<ITenantSchema>(), TimeProvider.System, _control);
        var tenant = await provisioner.CreateAsync(name, isTraining: true, default);
        await provider.GetRequiredService<PolicyDesk>().EnsureAsync(tenant.Id, RetentionPolicy.DueAtSigning, default);
        return tenant;
    }

    /// <summary>Somebody more, for a test that takes rights away.</summary>
    internal async Task<Visitor> SignInNewAsync(string email, Role role, Tenant tenant)
    {
        await AddPersonAsync(Services, email, role, tenant);
        return await Visitor.SignInAsync(Address, email, Password);
    }

    /// <summary>An API key of a clinic.</summary>
    internal async Task<CreatedApiKey> CreateKeyAsync(Tenant tenant, ApiKeyScopes scopes = ApiKeyScopes.All)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ApiKeys>().CreateAsync(tenant.Id, new NewApiKey { Name = "Letters", Scopes = scopes }, default);
    }

    static async Task AddPersonAsync(IServiceProvider provider, string email, Role role, Tenant tenant)
    {
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<People>().AddAsync(email, email, Password, role, tenant.Id, default);
    }

    void Replace(IServiceCollection services)
    {
        services.RemoveAll<ISpeechRecognizer>().AddSingleton<ISpeechRecognizer>(Engines.Recognizer);
        services.RemoveAll<ILanguageModel>().AddSingleton<ILanguageModel>(Engines.LanguageModel);
        services.RemoveAll<HubSessions>().AddSingleton(new HubSessions(HubTime));
        services.Remove(services.Single(service => service.ImplementationType == typeof(RecurringJobs)));
        // A filter of its own: the Host's are for its console, and would keep the libraries' lines from this provider too.
        More?.Invoke(services);
        services.AddLogging(logging => logging.AddProvider(new Recording(_log)).AddFilter<Recording>(category: null, LogLevel.Trace));
    }

    // The Host's list of static files is named after the program that runs, which is the test runner here.
    static void BringManifest() => File.Copy(
        Path.Combine(HostOutput, "OnPremLlm.Host.staticwebassets.endpoints.json"), Path.Combine(AppContext.BaseDirectory, "testhost.staticwebassets.endpoints.json"), overwrite: true);

    sealed class Recording(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Recorder(lines, categoryName);

        public void Dispose()
        {
        }
    }

    sealed class Recorder(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category} {eventId.Id} {formatter(state, exception)} {exception}");
    }
}

/// <summary>The tests that share one Host; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneHost : ICollectionFixture<ScribeHost>
{
    public const string Name = "One Host";
}
