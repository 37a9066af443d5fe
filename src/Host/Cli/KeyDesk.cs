using OnPremLlm.Host.Composition;
using OnPremLlm.Tenancy.ApiKeys;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>What <c>onpremllm keys create</c> was asked for; no scopes means all.</summary>
internal sealed record AskedKey(string Tenant, string Name, string[]? Scopes = null, int? Days = null, bool NeverExpires = false);

/// <summary>The commands about API keys; they need no provisioning credential.</summary>
internal static class KeyDesk
{
    /// <summary>The key goes to <paramref name="output"/> alone, so that it can be sent into a file; what is said about it to <paramref name="notices"/>, if anywhere.</summary>
    public static async Task<int> CreateAsync(string dataFolder, AskedKey asked, TextWriter output, IAnsiConsole? notices, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var tenant = await Listing.FindTenantAsync(services, asked.Tenant, ct);
        var key = KeyRequests.New(asked.Name, asked.Scopes, asked.Days, asked.NeverExpires, by: null);
        var made = await scope.ServiceProvider.GetRequiredService<ApiKeys>().CreateAsync(tenant.Id, key, ct);
        await output.WriteLineAsync(made.Text);
        await output.FlushAsync(ct);
        if (notices is not null)
        {
            Steps.Done(notices, $"Key {made.Key.Id} of {tenant.Name} made: {made.Key.Name}; {string.Join(", ", ScopeNames.Of(made.Key.Scopes))}; {Ends(made.Key.ExpiresAt)}");
            notices.Profile.Out.Writer.WriteLine("This is the only time that the key is shown. Keep it like a password: whoever has it uses the clinic's models. End it with: onpremllm keys revoke");
        }

        return 0;
    }

    public static async Task<int> ListAsync(string dataFolder, string tenantName, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var tenant = await Listing.FindTenantAsync(services, tenantName, ct);
        var keys = await scope.ServiceProvider.GetRequiredService<ApiKeys>().ListAsync(tenant.Id, ct);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (keys.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine($"{tenant.Name} has no API keys. Make one: onpremllm keys create --tenant … --name …");
            return 0;
        }

        var rows = new Rows("Id", "Name", "Scopes", "Created (UTC)", "Expires (UTC)", "Last used", "State");
        foreach (var key in keys)
        {
            rows.Add(key.Id.Value, key.Name, string.Join(", ", ScopeNames.Of(key.Scopes)), $"{key.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}",
                key.ExpiresAt is { } end ? $"{end.UtcDateTime:yyyy-MM-dd HH:mm}" : "never", key.LastUsedOn is { } day ? $"{day:yyyy-MM-dd}" : "never", KeyRequests.StateName(key.StateAt(now)));
        }

        rows.Write(console);
        return 0;
    }

    public static async Task<int> RevokeAsync(string dataFolder, string tenantName, string id, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var tenant = await Listing.FindTenantAsync(services, tenantName, ct);
        // What was typed is not repeated: by mistake it may be a whole key.
        if (!ApiKeyId.TryParse(id, out var key) || !await scope.ServiceProvider.GetRequiredService<ApiKeys>().RevokeAsync(tenant.Id, key, ct))
        {
            throw new CommandException($"{tenant.Name} has no API key of this id, so nothing was changed. Its keys are listed by: onpremllm keys list --tenant …");
        }

        Steps.Done(console, $"Key {key} of {tenant.Name} is revoked: it opens nothing from now on");
        return 0;
    }

    static string Ends(DateTimeOffset? end) => end is { } at ? $"valid until {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "never expires";
}
