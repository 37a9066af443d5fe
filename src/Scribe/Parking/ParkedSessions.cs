using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;

namespace OnPremLlm.Scribe.Parking;

/// <summary>
/// What an engine has read of a visit that nobody works on, kept in the tenant's store instead of the engine's memory: sealed under the key of the
/// transcript, and so gone with it. It only ever saves time: where it cannot be used, the engine reads the transcript again. Thread safe.
/// </summary>
internal sealed class ParkedSessions(ILanguageModel model, RecordStore records, ILogger<ParkedSessions> log) : IDisposable
{
    /// <summary>More is not worth a tenant's store.</summary>
    public const long LargestBytes = 256L << 20;

    // A page of objects is in memory for each.
    readonly SemaphoreSlim _restoring = new(2);

    /// <summary>
    /// Frees an engine of an idle session: parks it where it may be wanted again, else only closes it. Leaves it there where it is larger than
    /// <see cref="LargestBytes"/>, and whenever something fails, which is logged.
    /// </summary>
    /// <param name="mayBeWanted">Whether a draft can still be asked for.</param>
    /// <param name="isInUse">Asked before the session is closed: somebody may have come back to the visit.</param>
    public async Task FreeAsync(TenantId tenant, EncounterId visit, Func<Task<bool>> mayBeWanted, Func<bool> isInUse, CancellationToken ct)
    {
        try
        {
            if (await mayBeWanted())
            {
                await ParkAsync(tenant, visit, ct);
            }

            if (!isInUse())
            {
                await model.CloseSessionAsync(new(tenant.Value), NameOf(visit), ct);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            log.SessionNotParked(visit.Value, failure.GetType().Name);
        }
    }

    /// <summary>Brings a parked session back, and removes what was parked. False: none is, or it cannot be used.</summary>
    /// <exception cref="RecordKeyDestroyedException">The transcript was purged meanwhile.</exception>
    public async Task<bool> RestoreAsync(TenantId tenant, EncounterId visit, CancellationToken ct)
    {
        await _restoring.WaitAsync(ct);
        try
        {
            await using var state = await ParkedStream.OpenAsync(records, tenant, AddressOf(visit), ct);
            if (state is null)
            {
                return false;
            }

            var restored = await RestoreAsync(tenant, visit, state, ct);
            await records.RemoveAsync(tenant, AddressOf(visit), ct);
            return restored;
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
        catch (InferenceException failure)
        {
            log.SessionNotRestored(visit.Value, failure.Failure);
            return false;
        }
        finally
        {
            _restoring.Release();
        }
    }

    public void Dispose() => _restoring.Dispose();

    async Task ParkAsync(TenantId tenant, EncounterId visit, CancellationToken ct)
    {
        await using var sealing = new ParkingStream(records, tenant, AddressOf(visit));
        if (await model.SaveSessionAsync(new(tenant.Value), NameOf(visit), sealing, LargestBytes, ct))
        {
            await sealing.FinishAsync(ct);
            log.SessionParked(visit.Value, sealing.Length >> 10);
        }
    }

    async Task<bool> RestoreAsync(TenantId tenant, EncounterId visit, ParkedStream state, CancellationToken ct)
    {
        var (owner, session) = (new OwnerId(tenant.Value), NameOf(visit));
        try
        {
            var restored = await model.RestoreSessionAsync(owner, session, state, state.Length, ct);
            // Attack: a purge between the last byte and now has closed a session that was not there yet.
            await records.RequireKeyAsync(tenant, AddressOf(visit), ct);
            return restored;
        }
        catch (Exception failure) when (failure is RecordKeyDestroyedException or OperationCanceledException)
        {
            await model.CloseSessionAsync(owner, session, CancellationToken.None);
            throw;
        }
    }

    static string NameOf(EncounterId visit) => visit.Value.ToString("N");

    static RecordAddress AddressOf(EncounterId visit) => new(visit, RecordCategory.Transcript, "engine-session");
}
