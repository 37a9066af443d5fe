using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using OnPremLlm.Host.Composition;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.People;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>
/// The short-lived jobs that may create roles, databases and keys. They hold the provisioning credential, which no running Host does.
/// </summary>
internal sealed class Provisioning : IAsyncDisposable
{
    const string AtSigning = "at-signing";

    readonly HostLayout _layout;
    readonly string _superuser;
    readonly IAnsiConsole _console;
    ServiceProvider? _services;

    public Provisioning(string dataFolder, string postgres, string passwordFile, IAnsiConsole console)
    {
        _layout = new HostLayout(dataFolder);
        _superuser = Superuser(postgres, passwordFile);
        _console = console;
    }

    public static string AccountsFile(string dataFolder) => Path.Combine(dataFolder, "demonstration-accounts.json");

    /// <summary>
    /// Control database, roles, root key, migrations. Whatever is there already is left as it is; nothing is made before the database answered.
    /// </summary>
    public Task SetUpAsync(CancellationToken ct) => SetUpAsync(LostSettings.Refuse, ct);

    /// <summary>The same; <see cref="LostSettings.WriteAnew"/> for an installation whose control.json was lost.</summary>
    public async Task SetUpAsync(LostSettings lost, CancellationToken ct)
    {
        if (lost is LostSettings.WriteAnew && !File.Exists(_layout.RootKeyFile))
        {
            throw new CommandException($"There is no root key {_layout.RootKeyFile}, so this is not the data folder of an installation. Name the one whose control.json was lost.");
        }

        await ControlProvisioner.InitialiseAsync(_superuser, _layout.ControlFile, ControlProvisioner.DefaultDatabase, lost, ct);
        foreach (var folder in (string[])[_layout.Root, _layout.Keystore, _layout.Ledger])
        {
            HostLayout.Private(folder);
        }

        if (!File.Exists(_layout.RootKeyFile))
        {
            await Keystore.CreateRootAsync(_layout.RootKeyFile, ct);
            Done($"Root key made: {_layout.RootKeyFile}. Keep a copy off this machine: without it every record is lost.");
        }

        await Provisioner().MigrateAllAsync(new Progress<TenantId>(), ct);
        Done("Control database and every clinic's database are at the present version");
    }

    /// <summary>A clinic with its policy. A name that is taken is an error.</summary>
    public async Task<Tenant> CreateTenantAsync(string name, bool training, string retention, CancellationToken ct)
    {
        var tenant = await Provisioner().CreateAsync(name, training, ct);
        await EnsurePolicyAsync(tenant.Id, retention, ct);
        Done($"{tenant.Name} made ({tenant.Id}), retention {retention}");
        return tenant;
    }

    /// <summary>Two clinics marked as training, with a clinician each; safe to repeat.</summary>
    public async Task MakeDemonstrationAsync(CancellationToken ct)
    {
        var file = AccountsFile(_layout.Data);
        if (!File.Exists(file))
        {
            DemonstrationAccounts.Create().Write(file);
        }

        var accounts = DemonstrationAccounts.Read(file);
        var north = await EnsureTenantAsync("North Clinic", ct);
        var south = await EnsureTenantAsync("South Clinic", ct);
        await EnsurePersonAsync(accounts.Clinician, Role.Clinician, north, ct);
        await EnsurePersonAsync(accounts.Compliance, Role.Compliance, north, ct);
        await EnsurePersonAsync(accounts.Administrator, Role.TenantAdministrator, north, ct);
        await EnsurePersonAsync(accounts.OtherClinician, Role.Clinician, south, ct);
        Done("North Clinic, South Clinic and their people are there");
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    Task EnsurePolicyAsync(TenantId tenant, string retention, CancellationToken ct) =>
        Services().GetRequiredService<PolicyDesk>().EnsureAsync(tenant, retention == AtSigning ? RetentionPolicy.DueAtSigning : RetentionPolicy.Standard, ct);

    async Task<TenantId> EnsureTenantAsync(string name, CancellationToken ct)
    {
        var existing = (await Services().GetRequiredService<TenantDirectory>().ListAsync(ct)).FirstOrDefault(tenant => tenant.Name == name)
            ?? await CreateTenantAsync(name, training: true, AtSigning, ct);
        // An earlier run may have ended between the clinic and its policy.
        await EnsurePolicyAsync(existing.Id, AtSigning, ct);
        return existing.Id;
    }

    async Task EnsurePersonAsync(DemonstrationAccount account, Role role, TenantId tenant, CancellationToken ct)
    {
        await using var scope = Services().CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().FindByEmailAsync(account.Email) is null)
        {
            await scope.ServiceProvider.GetRequiredService<People>().AddAsync(account.Email, account.Name, account.Password, role, tenant, ct);
        }
    }

    TenantProvisioner Provisioner() => Services().GetRequiredService<TenantProvisioner>();

    // Made on first use: the control database's settings file exists only after the first step of the set-up.
    ServiceProvider Services()
    {
        if (_services is null)
        {
            var services = Features.ForCommands(_layout);
            services.AddScribeSchema();
            services.AddSingleton(p => new TenantProvisioner(_superuser, p.GetRequiredService<Keystore>(), p.GetServices<ITenantSchema>(), p.GetRequiredService<TimeProvider>()));
            _services = services.BuildServiceProvider();
        }

        return _services;
    }

    static string Superuser(string postgres, string passwordFile)
    {
        if (!File.Exists(passwordFile))
        {
            throw new CommandException($"There is no password file {passwordFile}. Name the file that holds the PostgreSQL superuser's password.");
        }

        var (host, port) = PostgresAddress.Parse(postgres);
        var password = File.ReadLines(passwordFile).FirstOrDefault("").Trim();
        return password.Length > 0
            ? new NpgsqlConnectionStringBuilder { Host = host, Port = port, Username = "postgres", Password = password, Database = "postgres", Pooling = false }.ConnectionString
            : throw new CommandException($"The first line of the password file {passwordFile} is empty. Write the PostgreSQL superuser's password there.");
    }

    void Done(string what) => Steps.Done(_console, what);
}
