using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.People;
using OnPremLlm.Tenancy.Stores;

namespace OnPremLlm.Tenancy;

/// <summary>Registration of tenants, people, keys and stores.</summary>
public static class TenancyServices
{
    /// <summary>
    /// Adds <see cref="TenantDirectory"/>, <see cref="TenantDatabases"/>, <see cref="Keystore"/>, <see cref="RecordStore"/>, <see cref="ControlSettings"/>
    /// (all singletons), <see cref="People.People"/> and <see cref="ApiKeys.ApiKeys"/> (scoped) and Identity's stores and rules for <see cref="Person"/>. At start, interrupted
    /// destructions of keys are carried to their end. Sign-in, cookies and token providers are the Host's.
    /// </summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services, Action<TenancyOptions> configure)
    {
        services.AddOptions<TenancyOptions>().Configure(configure).ValidateOnStart();
        return AddServices(services);
    }

    /// <summary>The same, with the options from a configuration section.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<TenancyOptions>().Bind(section).ValidateOnStart();
        return AddServices(services);
    }

    static IServiceCollection AddServices(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<TenancyOptions>, TenancyOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ControlSettings.Read(Options(provider).ControlSettingsFile));
        services.AddSingleton(provider => new Keystore(Options(provider).Keystore));
        services.AddSingleton<TenantPasswords>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<Limits.LimitsDesk>();
        services.AddSingleton(provider => new TenantDatabases(provider.GetRequiredService<TenantDirectory>(), provider.GetRequiredService<TenantPasswords>(),
            provider.GetRequiredService<ControlSettings>().ConnectionString));
        services.AddSingleton<RecordStore>();
        services.AddSingleton<ITenantSchema, RecordsSchema>();
        services.AddHostedService<KeystoreResumption>();
        AddPeople(services);
        return services;
    }

    static void AddPeople(IServiceCollection services)
    {
        services.AddSingleton<ControlDatabase>();
        services.AddDbContextFactory<ControlDbContext>((provider, options) => options.UseControlDatabase(provider.GetRequiredService<ControlDatabase>().Source));
        services.AddIdentityCore<Person>(ApplyRules).AddEntityFrameworkStores<ControlDbContext>();
        services.AddScoped<People.People>();
        services.AddScoped<ApiKeys.ApiKeys>();
    }

    // Length instead of character classes, as NIST SP 800-63B advises.
    static void ApplyRules(IdentityOptions options)
    {
        ControlDbContextOptions.UseNewestSchema(options);
        options.User.RequireUniqueEmail = true;
        options.Password.RequiredLength = 12;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        // For a lock that somebody sets. Wrong passwords lock nobody: else whoever knows an address could keep its owner out. They are slowed down
        // where people sign in.
        options.Lockout.AllowedForNewUsers = true;
    }

    static TenancyOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TenancyOptions>>().Value;
}

/// <summary>Ends interrupted destructions before anything is served.</summary>
sealed class KeystoreResumption(Keystore keystore) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => keystore.ResumeAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
