using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Sessions;

/// <summary>A cookie is good for 12 hours; the right behind it is looked at again each minute. Tests make a cookie older instead of waiting.</summary>
[Collection(OneHost.Name)]
public sealed class Sessions_that_lost_their_right(ScribeHost host)
{
    [Fact]
    public async Task Of_a_suspended_clinic_are_refused_after_a_minute()
    {
        using var doctor = await host.SignInNewAsync("suspended@south.test", Role.Clinician, host.South);
        await ExecuteAsync("update control.tenants set state = 2 where id = $1", host.South.Id.Value);
        try
        {
            Assert.Equal(HttpStatusCode.OK, await VisitsAsync(doctor)); // checked less than a minute ago
            Age(doctor);

            Assert.Equal(HttpStatusCode.Unauthorized, await VisitsAsync(doctor));
            Assert.Equal("", doctor.Session); // the browser is told to forget it
        }
        finally
        {
            await ExecuteAsync("update control.tenants set state = 1 where id = $1", host.South.Id.Value);
        }
    }

    [Fact]
    public async Task Of_somebody_without_a_membership_are_refused_after_a_minute()
    {
        using var doctor = await host.SignInNewAsync("left@north.test", Role.Clinician, host.North);
        await RemoveAsync(doctor, Role.Clinician);
        Age(doctor);

        Assert.Equal(HttpStatusCode.Unauthorized, await VisitsAsync(doctor));
    }

    [Fact]
    public async Task Of_somebody_who_kept_another_role_lose_only_what_was_taken()
    {
        using var doctor = await host.SignInNewAsync("two-roles@north.test", Role.Clinician, host.North);
        using var _ = await host.SignInNewAsync("two-roles@north.test", Role.Compliance, host.North);
        await RemoveAsync(doctor, Role.Clinician);
        Age(doctor);

        Assert.Equal(HttpStatusCode.Forbidden, await VisitsAsync(doctor));
        Assert.Equal(["compliance"], (await doctor.GetAsync<SignedIn>("api/session")).Roles);
    }

    [Fact]
    public async Task That_hold_are_asked_again_only_after_the_next_minute()
    {
        using var doctor = await host.SignInNewAsync("stays@north.test", Role.Clinician, host.North);
        Age(doctor);
        var aged = doctor.Session;

        Assert.Equal(HttpStatusCode.OK, await VisitsAsync(doctor));
        Assert.NotEqual(aged, doctor.Session); // renewed: it carries the time of the check
        await RemoveAsync(doctor, Role.Clinician);
        Assert.Equal(HttpStatusCode.OK, await VisitsAsync(doctor));
        Age(doctor);
        Assert.Equal(HttpStatusCode.Unauthorized, await VisitsAsync(doctor));
    }

    [Fact]
    public async Task Of_a_suspended_clinic_do_not_keep_the_app_from_loading()
    {
        using var doctor = await host.SignInNewAsync("files@north.test", Role.Clinician, host.North);
        await RemoveAsync(doctor, Role.Clinician);
        Age(doctor);

        Assert.Equal(HttpStatusCode.OK, (await doctor.SendAsync(HttpMethod.Get, "demo/visit-1.wav")).Status);
    }

    static async Task<HttpStatusCode> VisitsAsync(Visitor visitor) => (await visitor.SendAsync(HttpMethod.Get, "api/visits")).Status;

    /// <summary>The session as it is when its minute is over.</summary>
    void Age(Visitor visitor)
    {
        var format = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme).TicketDataFormat;
        var ticket = format.Unprotect(visitor.Session) ?? throw new InvalidOperationException("The cookie is none of this Host's.");
        ticket.Properties.IssuedUtc -= SessionCheck.Interval;
        visitor.Session = format.Protect(ticket);
    }

    async Task RemoveAsync(Visitor visitor, Role role)
    {
        var person = (await visitor.GetAsync<SignedIn>("api/session")).PersonId;
        await ExecuteAsync($"delete from control.memberships where person_id = $1 and role = {(int)role}", person);
    }

    async Task ExecuteAsync(string statement, Guid id)
    {
        await using var connection = await host.OpenControlDatabaseAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddWithValue(id);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
