using System.Runtime.CompilerServices;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Capture;

/// <summary>The durable audio frames of a visit, sealed one by one under its audio key.</summary>
internal sealed class FrameLog(RecordStore records, TimeProvider clock)
{
    /// <summary>How long a reader waits for the next frame before it gives its recognizer back.</summary>
    static readonly TimeSpan _idle = TimeSpan.FromSeconds(60);

    /// <summary>The sequence number that the next frame must have.</summary>
    public async Task<long> NextAsync(VisitSession session, CancellationToken ct) =>
        session.NextFrame ??= (await records.LastSequenceAsync(session.Tenant, Address(session), ct) ?? -1) + 1;

    public async Task AppendAsync(VisitSession session, IReadOnlyList<SealedObject> frames, CancellationToken ct)
    {
        await records.AppendAsync(session.Tenant, Address(session), frames, ct);
        session.NextFrame = frames[^1].Sequence + 1;
        session.SignalAdvanced();
    }

    /// <summary>The frames from <paramref name="first"/> on, waiting for those still to come; ends after <paramref name="lastFrame"/> is known and read, or when none came for a minute.</summary>
    public async IAsyncEnumerable<SealedObject> FollowAsync(VisitSession session, long first, Func<CancellationToken, Task<long?>> lastFrame, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = first;
        while (true)
        {
            var advanced = session.Advanced;
            await foreach (var frame in records.ReadAsync(session.Tenant, Address(session), next - 1, ct))
            {
                next = frame.Sequence + 1;
                yield return frame;
            }

            if (await lastFrame(ct) is { } last && next > last)
            {
                yield break;
            }

            if (!await ArrivesAsync(advanced, ct))
            {
                yield break;
            }
        }
    }

    async Task<bool> ArrivesAsync(Task advanced, CancellationToken ct)
    {
        try
        {
            await advanced.WaitAsync(_idle, clock, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    static RecordAddress Address(VisitSession session) => new(session.Visit, RecordCategory.Audio, "pcm");
}
