using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;

namespace OnPremLlm.Scribe.Parking;

/// <summary>
/// What an engine has read of a visit that nobody works on, kept in the tenant's store instead of the engine's memory: sealed under the key of the
/// transcript, and so gone with it. Thread safe.
/// </summary>
internal sealed class ParkedSessions(ILanguageModel model, RecordStore records, ILogger<ParkedSessions> log)
{
    /// <summary>More is not worth a tenant's store: the engine reads the transcript again.</summary>
    public const long LargestBytes = 256L << 20;

    /// <summary>Moves an idle session out of the engine. Leaves it there where it is larger than <see cref="LargestBytes"/>, or this engine cannot give it away.</summary>
    public async Task ParkAsync(TenantId tenant, EncounterId visit, CancellationToken ct)
    {
        var (owner, session) = (new OwnerId(tenant.Value), NameOf(visit));
        try
        {
            await using var sealing = new ParkingStream(records, tenant, AddressOf(visit), LargestBytes);
            if (await model.SaveSessionAsync(owner, session, sealing, ct))
            {
                await sealing.FinishAsync(ct);
                await model.CloseSessionAsync(owner, session, ct);
                log.SessionParked(visit.Value, sealing.Length >> 10);
            }
        }
        catch (Exception failure) when (failure is InferenceException or RecordKeyDestroyedException or TooLargeToParkException)
        {
            log.SessionNotParked(visit.Value, failure.GetType().Name);
        }
    }

    /// <summary>Brings a parked session back. False: none is parked, or it cannot be used any more; then the engine reads the transcript again.</summary>
    public async Task<bool> RestoreAsync(TenantId tenant, EncounterId visit, CancellationToken ct)
    {
        try
        {
            await using var state = await ParkedStream.OpenAsync(records, tenant, AddressOf(visit), ct);
            return state is not null && await RestoreAsync(tenant, visit, state, ct);
        }
        catch (InvalidDataException)
        {
            return false; // the parking was cut off
        }
        catch (TamperedRecordException)
        {
            log.ParkedSessionTampered(visit.Value);
            return false;
        }
    }

    async Task<bool> RestoreAsync(TenantId tenant, EncounterId visit, ParkedStream state, CancellationToken ct)
    {
        var (owner, session) = (new OwnerId(tenant.Value), NameOf(visit));
        var restored = await model.RestoreSessionAsync(owner, session, state, ct);
        try
        {
            // Attack: a purge between the last byte and now has closed a session that was not there yet.
            await records.RequireKeyAsync(tenant, AddressOf(visit), ct);
            return restored;
        }
        catch
        {
            await model.CloseSessionAsync(owner, session, CancellationToken.None);
            throw;
        }
    }

    static string NameOf(EncounterId visit) => visit.Value.ToString("N");

    static RecordAddress AddressOf(EncounterId visit) => new(visit, RecordCategory.Transcript, "engine-session");
}
