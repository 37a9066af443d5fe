using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>PostgreSQL is stopped under the serving Host, and started again.</summary>
public sealed class ADatabaseThatIsAway(RealHost host) : IClassFixture<RealHost>
{
    [Fact]
    public async Task Is_named_as_the_cause_and_its_return_is_noticed()
    {
        using var clinician = await ApiClient.SignInAsync(host, "Clinician");
        var visit = (await clinician.PostAsync<VisitDetail>("api/visits")).Summary.Id;
        await clinician.PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.Explicit });
        await using var hub = await clinician.ConnectAsync();
        await host.StopDatabaseAsync();

        var (status, body) = await clinician.TryGetAsync("api/visits");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The database does not answer.", body, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<HubException>(() => UploadNothingAsync(hub, visit));
        Assert.Contains("database-unavailable: The database does not answer.", refusal.Message, StringComparison.Ordinal);
        Assert.True(host.IsUp);

        await host.StartDatabaseAsync();
        await SucceedsAsync(async () => (await clinician.TryGetAsync("api/visits")).Status is HttpStatusCode.OK);
        await UploadNothingAsync(hub, visit);
        Assert.Equal(VisitState.Ready, (await clinician.VisitAsync(visit)).Summary.State);
    }

    static Task UploadNothingAsync(HubConnection hub, Guid visit) => hub.InvokeAsync(VisitHub.UploadAudio, visit, 1, AsyncEnumerable.Empty<AudioFrame>());

    // Each connection in a pool that the stop cut off fails once more; there are a few.
    static async Task SucceedsAsync(Func<Task<bool>> attempt)
    {
        var succeeded = false;
        for (var i = 0; i < 20 && !succeeded; i++)
        {
            succeeded = await attempt();
        }

        Assert.True(succeeded, "The database is back, and the Host has not noticed in 20 requests.");
    }
}
