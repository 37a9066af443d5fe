using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.People;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport.Postgres;
using Xunit;

namespace OnPremLlm.TestSupport.Tenancy;

/// <summary>
/// A complete installation below the Host: a control database of its own on the test process's cluster, a root key and keystore in a temporary
/// folder, and two tenants, "red" and "blue". Use it as a class fixture, or derive from it and give <see cref="Schemas"/>.
/// </summary>
public class TenancyFixture : IAsyncLifetime
{
    ServiceProvider? _services;
    Tenant? _red, _blue;

    /// <summary>The temporary folder: control.json, root/root.key, keystore.</summary>
    public string Folder { get; } = Path.Combine("/tmp", "opl-tenancy-" + Path.GetRandomFileName());

    /// <summary>Name of the control database of this fixture.</summary>
    public string ControlDatabase { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Both tenants are training tenants.</summary>
    public Tenant Red => _red ?? throw NotStarted();

    public Tenant Blue => _blue ?? throw NotStarted();

    public string ControlSettingsFile => Path.Combine(Folder, "control.json");

    public KeystoreOptions KeystoreOptions => new() { Folder = Path.Combine(Folder, "keystore"), RootKeyFile = Path.Combine(Folder, "root", "root.key") };

    /// <summary>What AddTenancy registered.</summary>
    public IServiceProvider Services => _services ?? throw NotStarted();

    public Keystore Keystore => Services.GetRequiredService<Keystore>();

    public TenantDirectory Directory => Services.GetRequiredService<TenantDirectory>();

    public TenantDatabases Databases => Services.GetRequiredService<TenantDatabases>();

    public RecordStore Records => Services.GetRequiredService<RecordStore>();

    /// <summary>Schemas of features that the tenants' databases get beside the sealed records.</summary>
    protected virtual IReadOnlyList<ITenantSchema> Schemas => [];

    /// <summary>More services for <see cref="Services"/>.</summary>
    protected virtual void Configure(IServiceCollection services) { }

    public virtual async Task InitializeAsync()
    {
        await ControlProvisioner.InitialiseAsync(PrivatePostgres.Shared.SuperuserConnectionString(), ControlSettingsFile, ControlDatabase, default);
        await Keystore.CreateRootAsync(KeystoreOptions.RootKeyFile, default);
        using (var keystore = new Keystore(KeystoreOptions))
        {
            var provisioner = Provisioner(keystore);
            _red = await provisioner.CreateAsync("red", isTraining: true, default);
            _blue = await provisioner.CreateAsync("blue", isTraining: true, default);
        }

        Start();
    }

    /// <summary>A provisioner with the superuser's credential; give it <see cref="Keystore"/> once the fixture is started.</summary>
    public TenantProvisioner Provisioner(Keystore keystore) =>
        new(PrivatePostgres.Shared.SuperuserConnectionString(), keystore, Schemas, TimeProvider.System, ControlDatabase);

    /// <summary>Drops everything that was in memory and opens the installation again, as a restarted Host does.</summary>
    public async Task RestartAsync()
    {
        await (_services ?? throw NotStarted()).DisposeAsync();
        Start();
        await Keystore.ResumeAsync(default);
    }

    /// <summary>Adds a person with a role, through the same door as the Host.</summary>
    public async Task<Person> AddPersonAsync(string email, Role role, TenantId? tenant, string password = "correct horse battery")
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<People>().AddAsync(email, email.Split('@')[0], password, role, tenant, default);
    }

    public virtual async Task DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (System.IO.Directory.Exists(Folder))
        {
            System.IO.Directory.Delete(Folder, recursive: true);
        }
    }

    void Start()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddTenancy(options =>
        {
            options.ControlSettingsFile = ControlSettingsFile;
            options.Keystore = KeystoreOptions;
        });
        Configure(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    static InvalidOperationException NotStarted() => new("The fixture has not been started: xunit starts a class fixture; elsewhere call InitializeAsync first.");
}
