using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.People;
using OnPremLlm.Tenancy.Stores;

namespace OnPremLlm.Tenancy.Directory;

/// <summary>
/// Makes tenants: keys, database, owner and application role, schemas. Needs the provisioning credential, so it is built by short-lived
/// commands and never in a running Host's container. Every step may be repeated: after an interruption, create the same name again.
/// </summary>
public sealed class TenantProvisioner
{
    readonly ServerAdministration _server;
    readonly ControlNames _names;
    readonly Keystore _keystore;
    readonly TenantPasswords _passwords;
    readonly IReadOnlyList<ITenantSchema> _schemas;
    readonly TimeProvider _clock;

    /// <param name="superuserConnectionString">A role that can create roles and databases.</param>
    /// <param name="keystore">The keystore that gets the tenants' keys.</param>
    /// <param name="schemas">The features' schemas; the schema of sealed records need not be among them.</param>
    /// <param name="clock">Gives the time of creation.</param>
    /// <param name="controlDatabase">The name that <see cref="ControlProvisioner.InitialiseAsync"/> was given.</param>
    public TenantProvisioner(string superuserConnectionString, Keystore keystore, IEnumerable<ITenantSchema> schemas, TimeProvider clock,
        string controlDatabase = ControlProvisioner.DefaultDatabase)
    {
        _server = new(superuserConnectionString);
        _names = new(controlDatabase);
        (_keystore, _clock, _passwords) = (keystore, clock, new(keystore));
        _schemas = [new RecordsSchema(), .. schemas.Where(schema => schema is not RecordsSchema)];
    }

    /// <summary>
    /// Makes a tenant, or finishes one of this name whose making was interrupted. Throws <see cref="TenantNameTakenException"/> when the name is in use.
    /// <paramref name="name"/>: 1 to 200 characters of one line; else <see cref="ArgumentException"/>.
    /// </summary>
    public async Task<Tenant> CreateAsync(string name, bool isTraining, CancellationToken cancellationToken)
    {
        name = DisplayText.Problem(name) is { } problem ? throw new ArgumentException($"The clinic's name {problem}") : name.Trim();
        await using var control = _server.OwnerDataSource(_names.Database, _names.Owner);
        await using var context = new ControlDbContext(ControlDbContextOptions.On(control));
        var row = await FindOrAddAsync(context, name, isTraining, cancellationToken);
        await _keystore.CreateTenantAsync(new(row.Id), cancellationToken);
        await MakeDatabaseAsync(context, row, cancellationToken);
        await MigrateAsync(row.DatabaseName, cancellationToken);
        row.ProvisionedAt = _clock.GetUtcNow();
        await context.SaveChangesAsync(cancellationToken);
        return row.ToTenant();
    }

    /// <summary>Brings every tenant's database to the present version, one after another; reports each tenant when it is done.</summary>
    public async Task MigrateAllAsync(IProgress<TenantId>? progress, CancellationToken cancellationToken)
    {
        await using var control = _server.OwnerDataSource(_names.Database, _names.Owner);
        await using var context = new ControlDbContext(ControlDbContextOptions.On(control));
        foreach (var row in await context.Tenants.AsNoTracking().Where(tenant => tenant.ProvisionedAt != null).OrderBy(tenant => tenant.CreatedAt).ToListAsync(cancellationToken))
        {
            await MigrateAsync(row.DatabaseName, cancellationToken);
            progress?.Report(new(row.Id));
        }
    }

    async Task<TenantRow> FindOrAddAsync(ControlDbContext context, string name, bool isTraining, CancellationToken cancellationToken)
    {
        var row = await context.Tenants.SingleOrDefaultAsync(tenant => tenant.Name == name, cancellationToken);
        if (row is not null)
        {
            return row.ProvisionedAt is null ? row : throw new TenantNameTakenException();
        }

        var now = _clock.GetUtcNow();
        var id = new TenantId(Guid.CreateVersion7(now));
        row = new() { Id = id.Value, Name = name, IsTraining = isTraining, CreatedAt = now, DatabaseName = _names.TenantDatabase(id) };
        context.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        return row;
    }

    // The sealed password is stored before the role has it: an interruption in between is repaired by setting it again.
    async Task MakeDatabaseAsync(ControlDbContext context, TenantRow row, CancellationToken cancellationToken)
    {
        await using var alone = await _server.LockAsync(cancellationToken);
        var password = ScramVerifier.NewPassword();
        row.SealedPassword = await _passwords.SealAsync(new(row.Id), password, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        var (owner, application) = (ControlNames.OwnerOf(row.DatabaseName), ControlNames.ApplicationOf(row.DatabaseName));
        await _server.EnsureOwnerRoleAsync(owner, cancellationToken);
        await _server.EnsureLoginRoleAsync(application, password, cancellationToken);
        await _server.EnsureDatabaseAsync(row.DatabaseName, owner, [application], cancellationToken);
    }

    async Task MigrateAsync(string database, CancellationToken cancellationToken)
    {
        await using var owner = _server.OwnerDataSource(database, ControlNames.OwnerOf(database));
        foreach (var schema in _schemas)
        {
            await ServerAdministration.ExecuteAsync(owner, $"CREATE SCHEMA IF NOT EXISTS {ServerAdministration.Quote(schema.Name)}", cancellationToken);
            await schema.MigrateAsync(owner, cancellationToken);
            await ServerAdministration.GrantDmlAsync(owner, schema.Name, ControlNames.ApplicationOf(database), ControlDbContext.HistoryTable, cancellationToken);
        }
    }
}
