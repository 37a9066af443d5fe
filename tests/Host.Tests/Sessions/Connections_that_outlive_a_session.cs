using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Sessions;

/// <summary>The hub's connection stays open where the cookie behind it would be refused; the calls on it do not.</summary>
[Collection(OneHost.Name)]
public sealed class Connections_that_outlive_a_session(ScribeHost host)
{
    [Fact]
    public async Task A_call_is_refused_a_minute_after_the_last_role_was_taken_and_the_connection_is_closed()
    {
        using var doctor = await host.SignInNewAsync("leaves@north.test", Role.Clinician, host.North);
        var visit = await doctor.BeginAsync();
        await using var hub = await doctor.ConnectAsync();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await RemoveAsync(doctor);
        Assert.True(await IsAnsweredAsync(hub, visit)); // asked less than a minute ago
        host.HubTime.Advance(SessionCheck.Interval);

        Assert.False(await IsAnsweredAsync(hub, visit));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_session_that_holds_is_asked_once_a_minute()
    {
        using var doctor = await host.SignInNewAsync("stays-open@north.test", Role.Clinician, host.North);
        var visit = await doctor.BeginAsync();
        await using var hub = await doctor.ConnectAsync();
        host.HubTime.Advance(SessionCheck.Interval);
        Assert.True(await IsAnsweredAsync(hub, visit));
        await RemoveAsync(doctor);

        Assert.True(await IsAnsweredAsync(hub, visit));
        host.HubTime.Advance(SessionCheck.Interval);
        Assert.False(await IsAnsweredAsync(hub, visit));
    }

    static async Task<bool> IsAnsweredAsync(HubConnection hub, Guid visit)
    {
        try
        {
            await foreach (var _ in hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, 0L))
            {
                return true;
            }
        }
        catch (Exception)
        {
            // The refusal, or the end of the connection where that came first.
        }

        return false;
    }

    async Task RemoveAsync(Visitor visitor)
    {
        await using var connection = await host.OpenControlDatabaseAsync();
        await using var command = new NpgsqlCommand("delete from control.memberships where person_id = $1", connection);
        command.Parameters.AddWithValue((await visitor.GetAsync<SignedIn>("api/session")).PersonId);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
