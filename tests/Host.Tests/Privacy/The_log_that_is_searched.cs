using OnPremLlm.Host.Tests.Support;

namespace OnPremLlm.Host.Tests.Privacy;

/// <summary>A search for what must not be logged proves nothing where the lines never arrive.</summary>
[Collection(OneHost.Name)]
public sealed class The_log_that_is_searched(ScribeHost host)
{
    [Theory]
    [InlineData("Debug Microsoft.AspNetCore.SignalR")]
    [InlineData("Debug Microsoft.EntityFrameworkCore")]
    [InlineData("Trace Microsoft.AspNetCore")]
    [InlineData("Debug Hangfire")]
    public async Task Holds_what_the_Hosts_own_console_leaves_out(string line)
    {
        await using var hub = await host.Clinician.ConnectAsync();

        Assert.Contains($"\n{line}", host.Log, StringComparison.Ordinal);
    }
}
