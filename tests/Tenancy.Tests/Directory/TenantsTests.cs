using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport.Postgres;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.Directory;

public sealed class TenantsTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    [Fact]
    public async Task Are_found_by_id_and_listed_by_name()
    {
        var found = await installation.Directory.FindAsync(installation.Red.Id, default);

        Assert.Equal("red", found?.Name);
        Assert.Equal(TenantState.Active, found?.State);
        Assert.True(found?.IsTraining);
        Assert.Equal(["blue", "red"], (await installation.Directory.ListAsync(default)).Select(tenant => tenant.Name).Where(name => name is "blue" or "red"));
        Assert.Null(await installation.Directory.FindAsync(new(Guid.NewGuid()), default));
    }

    [Fact]
    public async Task An_unknown_tenant_has_no_database() =>
        await Assert.ThrowsAsync<UnknownTenantException>(async () => await installation.Databases.GetAsync(new(Guid.NewGuid()), default));

    [Fact]
    public async Task A_database_that_does_not_answer_is_an_error_and_not_an_absent_tenant()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=/tmp/no-such-socket;Database=x;Username=x;Password=x");
        var directory = new TenantDirectory(new Contexts(nowhere));

        Assert.IsNotType<UnknownTenantException>(await Record.ExceptionAsync(() => directory.FindAsync(installation.Red.Id, default)));
        Assert.NotNull(await Record.ExceptionAsync(() => directory.ListAsync(default)));
    }

    [Fact]
    public async Task A_name_in_use_is_refused() =>
        await Assert.ThrowsAsync<TenantNameTakenException>(() => installation.Provisioner(installation.Keystore).CreateAsync("red", isTraining: false, default));

    [Fact]
    public async Task Provisioning_that_was_interrupted_is_finished_under_the_same_id()
    {
        var broken = new BreakingSchema();
        var provisioner = new TenantProvisioner(PrivatePostgres.Shared.SuperuserConnectionString(), installation.Keystore, [broken], TimeProvider.System, installation.ControlDatabase);
        await Assert.ThrowsAsync<InvalidOperationException>(() => provisioner.CreateAsync("green", isTraining: false, default));
        Assert.DoesNotContain("green", (await installation.Directory.ListAsync(default)).Select(tenant => tenant.Name));

        broken.IsBroken = false;
        var green = await provisioner.CreateAsync("green", isTraining: false, default);

        var visit = EncounterId.Create(TimeProvider.System);
        await installation.Keystore.CreateRecordKeysAsync(green.Id, visit, [RecordCategory.Note], default);
        Assert.Equal(1, await installation.Records.AppendAsync(green.Id, new(visit, RecordCategory.Note, "note"), [new(0, new byte[5])], default));
        Assert.False((await installation.Directory.FindAsync(green.Id, default))?.IsTraining);
    }

    [Fact]
    public async Task Migrating_all_again_changes_nothing_and_reports_each_tenant()
    {
        var done = new List<TenantId>();

        await installation.Provisioner(installation.Keystore).MigrateAllAsync(new Reports(done), default);

        Assert.Contains(installation.Red.Id, done);
        Assert.Contains(installation.Blue.Id, done);
    }

    [Fact]
    public async Task Initialising_the_control_database_again_keeps_its_tenants_and_passwords()
    {
        var before = ControlSettings.Read(installation.ControlSettingsFile);

        var after = await ControlProvisioner.InitialiseAsync(
            PrivatePostgres.Shared.SuperuserConnectionString(), installation.ControlSettingsFile, installation.ControlDatabase, default);

        Assert.Equal(before, after);
        Assert.NotNull(await installation.Directory.FindAsync(installation.Red.Id, default));
    }

    [Fact]
    public void The_migrations_describe_the_model()
    {
        using var control = installation.Services.GetRequiredService<IDbContextFactory<ControlDbContext>>().CreateDbContext();
        using var disconnected = new ControlDbContext(ControlDbContextOptions.Disconnected());
        using var records = new RecordsDbContext.DesignTimeFactory().CreateDbContext([]);

        Assert.False(control.Database.HasPendingModelChanges());
        Assert.False(disconnected.Database.HasPendingModelChanges());
        Assert.False(records.Database.HasPendingModelChanges());
    }

    sealed class Contexts(NpgsqlDataSource source) : IDbContextFactory<ControlDbContext>
    {
        public ControlDbContext CreateDbContext() => new(ControlDbContextOptions.On(source));
    }

    sealed class Reports(List<TenantId> done) : IProgress<TenantId>
    {
        public void Report(TenantId value) => done.Add(value);
    }

    sealed class BreakingSchema : ITenantSchema
    {
        public bool IsBroken { get; set; } = true;

        public string Name => "feature";

        public Task MigrateAsync(NpgsqlDataSource owner, CancellationToken cancellationToken) =>
            IsBroken ? throw new InvalidOperationException("interrupted") : Task.CompletedTask;
    }
}
