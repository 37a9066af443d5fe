using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Parking;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Stores;

namespace OnPremLlm.Host.Tests.Visits;

/// <summary>What a model has read of a visit goes into the tenant's store when nobody works on it, sealed, and comes back from nowhere else.</summary>
[Collection(OneHost.Name)]
public sealed class Sessions_that_are_parked(ScribeHost host)
{
    const int Large = (9 << 20) + 17; // ten objects

    [Fact]
    public async Task Come_back_byte_for_byte_and_leave_the_engine_meanwhile()
    {
        var (visit, state) = await InEngineAsync(Large);

        await ParkAsync(visit);

        Assert.False(Held(visit, out _));
        Assert.Equal(11, await CountAsync(visit));
        Assert.True(await Parked.RestoreAsync(host.North.Id, visit, default));
        Assert.True(Held(visit, out var restored));
        Assert.Equal(state, restored);
        Assert.Equal(0, await CountAsync(visit));
    }

    [Fact]
    public async Task Stay_in_the_engine_where_somebody_came_back_meanwhile()
    {
        var (visit, _) = await InEngineAsync(1_000);

        await Parked.FreeAsync(host.North.Id, visit, () => Task.FromResult(true), () => true, default);

        Assert.True(Held(visit, out _));
    }

    [Fact]
    public async Task Are_found_by_their_own_clinic_and_visit_only()
    {
        var (visit, _) = await InEngineAsync(1_000);
        var (other, _) = await InEngineAsync(1_000);
        await ParkAsync(visit);

        Assert.False(await Parked.RestoreAsync(host.North.Id, other, default));
        Assert.False(await Parked.RestoreAsync(host.South.Id, visit, default));
    }

    [Theory]
    [InlineData("update records.sealed_records set sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1) where encounter_id = $1 and kind = 'engine-session' and sequence = 2")]
    [InlineData("update records.sealed_records set sealed = set_byte(sealed, 70, get_byte(sealed, 70) # 128) where encounter_id = $1 and kind = 'engine-session' and sequence = 0")]
    [InlineData("delete from records.sealed_records where encounter_id = $1 and kind = 'engine-session' and sequence = 3")]
    [InlineData("delete from records.sealed_records where encounter_id = $1 and kind = 'engine-session' and sequence = 0")]
    [InlineData("with two as (select sealed from records.sealed_records where encounter_id = $1 and kind = 'engine-session' and sequence = 1) update records.sealed_records set sealed = two.sealed from two where encounter_id = $1 and kind = 'engine-session' and sequence = 2")]
    public async Task Altered_cut_or_moved_are_not_used_and_the_visit_goes_on_without(string attack)
    {
        var (visit, _) = await InEngineAsync(Large);
        await ParkAsync(visit);
        await ExecuteAsync(attack, visit);

        Assert.False(await Parked.RestoreAsync(host.North.Id, visit, default));
        Assert.False(Held(visit, out _));
    }

    [Fact]
    public async Task A_parking_that_was_cut_off_over_an_earlier_one_is_not_used()
    {
        var (visit, _) = await InEngineAsync(Large);
        await ParkAsync(visit);
        await using (var cutOff = new ParkingStream(Records, host.North.Id, new(visit, RecordCategory.Transcript, "engine-session")))
        {
            await cutOff.WriteAsync(new byte[5 << 20]);
        }

        Assert.False(await Parked.RestoreAsync(host.North.Id, visit, default));
    }

    [Fact]
    public async Task Are_gone_with_the_transcript()
    {
        var (visit, _) = await InEngineAsync(1_000);
        await ParkAsync(visit);
        await host.Clinician.SignAsync(visit.Value); // then it is due

        await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep");

        Assert.Equal(0, await CountAsync(visit));
        Assert.False(await Parked.RestoreAsync(host.North.Id, visit, default));
    }

    [Fact]
    public async Task Brought_back_while_the_key_is_destroyed_are_closed_at_once()
    {
        var (visit, _) = await InEngineAsync(1_000);
        await ParkAsync(visit);
        host.Engines.LanguageModel.Restored = async () =>
        {
            await host.Services.GetRequiredService<Keystore>().DestroyAsync(host.North.Id, [new(visit, RecordCategory.Transcript)], default);
        };
        try
        {
            await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => Parked.RestoreAsync(host.North.Id, visit, default));
        }
        finally
        {
            host.Engines.LanguageModel.Restored = () => Task.CompletedTask;
        }

        Assert.False(Held(visit, out _));
    }

    [Fact]
    public async Task Of_visits_that_cannot_be_drafted_again_are_only_closed()
    {
        var (visit, _) = await InEngineAsync(1_000);
        await WaitUntilIdleAsync(visit);

        Assert.Equal(0, await CountAsync(visit));
        Assert.False(Held(visit, out _));
    }

    [Fact]
    public async Task Are_not_needed_where_the_engine_has_no_room_for_them()
    {
        var (visit, _) = await InEngineAsync(1_000);
        await ParkAsync(visit);
        host.Engines.LanguageModel.Restored = () => throw new InferenceException(InferenceFailure.Busy, "All sequences are busy.");
        try
        {
            Assert.False(await Parked.RestoreAsync(host.North.Id, visit, default));
        }
        finally
        {
            host.Engines.LanguageModel.Restored = () => Task.CompletedTask;
        }
    }

    // The visit is watched, or its draft's work ends, until a moment after the client heard of it.
    async Task WaitUntilIdleAsync(EncounterId visit)
    {
        for (var end = DateTime.UtcNow.AddMinutes(1); Held(visit, out _) && DateTime.UtcNow < end; await Task.Yield())
        {
            await host.Services.GetRequiredService<IdleVisits>().RunAsync(TimeSpan.Zero, default);
        }
    }

    Task ParkAsync(EncounterId visit) => Parked.FreeAsync(host.North.Id, visit, () => Task.FromResult(true), () => false, default);

    ParkedSessions Parked => host.Services.GetRequiredService<ParkedSessions>();

    RecordStore Records => host.Services.GetRequiredService<RecordStore>();

    bool Held(EncounterId visit, out byte[]? state) => host.Engines.LanguageModel.Sessions.TryGetValue((new OwnerId(host.North.Id.Value), $"{visit.Value:N}"), out state);

    async Task<(EncounterId Visit, byte[] State)> InEngineAsync(int length)
    {
        var visit = await host.Clinician.BeginAsync();
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new() { Speaker = Speaker.Patient, Text = "My head aches." }] }));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        var state = RandomNumberGenerator.GetBytes(length);
        host.Engines.LanguageModel.Sessions[(new OwnerId(host.North.Id.Value), $"{visit:N}")] = state;
        return (new(visit), state);
    }

    async Task<long> CountAsync(EncounterId visit) => (long)(await ExecuteAsync("select count(*) from records.sealed_records where encounter_id = $1 and kind = 'engine-session'", visit))!; // a count is never null

    async Task<object?> ExecuteAsync(string sql, EncounterId visit)
    {
        await using var connection = await host.OpenDatabaseAsync(host.North);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(visit.Value);
        return await command.ExecuteScalarAsync();
    }
}
