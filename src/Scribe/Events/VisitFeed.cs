using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Events;

/// <summary>
/// What happened in one visit, in order: stored sealed, streamed to every subscriber, resumable by sequence number. Transcript events
/// live in the transcript's record category, all others in the draft's, so each goes with its purge. Thread safe.
/// </summary>
internal sealed class VisitFeed(TenantId tenant, EncounterId visit, RecordStore records, TimeProvider clock) : IDisposable
{
    /// <summary>A subscriber that falls this far behind is cut off and resumes by sequence number.</summary>
    const int SubscriberBuffer = 2048;

    readonly SemaphoreSlim _publishing = new(1, 1);
    readonly ConcurrentDictionary<Guid, Channel<VisitEvent>> _subscribers = new();
    long? _last;

    /// <summary>Whether anybody is subscribed.</summary>
    public bool IsWatched => !_subscribers.IsEmpty;

    /// <summary>Stores the event under the next sequence number, then sends it to the subscribers.</summary>
    public Task PublishAsync(VisitEvent visitEvent, CancellationToken ct) => PublishAsync([visitEvent], ct);

    /// <summary>Stores events of one record category under the next sequence numbers, all or none, then sends them. Cancelled only before the first is stored.</summary>
    public async Task PublishAsync(IReadOnlyList<VisitEvent> events, CancellationToken ct)
    {
        await _publishing.WaitAsync(ct);
        try
        {
            var first = await LastSequenceLockedAsync(ct) + 1;
            VisitEvent[] numbered = [.. events.Select((e, i) => e with { Sequence = first + i, At = clock.GetUtcNow() })];
            _last = null; // until the store has them
            await StoreAsync(numbered);
            _last = numbered[^1].Sequence;
            Array.ForEach(numbered, Send);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>Publishes an event that is true whether it can be stored or not: after the purge of its category it is only sent.</summary>
    public async Task TellAsync(VisitEvent visitEvent)
    {
        try
        {
            await PublishAsync(visitEvent, CancellationToken.None);
        }
        catch (RecordKeyDestroyedException)
        {
            Send(visitEvent);
        }
    }

    /// <summary>Sends an event that is not stored (sequence 0).</summary>
    public void Send(VisitEvent visitEvent)
    {
        foreach (var (id, channel) in _subscribers)
        {
            if (!channel.Writer.TryWrite(visitEvent) && _subscribers.TryRemove(id, out _))
            {
                channel.Writer.TryComplete(new ScribeException(HubErrors.WrongState, "This listener fell too far behind. Subscribe again with the last sequence number seen."));
            }
        }
    }

    /// <summary>An event that is not stored, stamped with the time.</summary>
    public VisitEvent Unstored(VisitEventType type) => new() { Sequence = 0, Type = type, At = clock.GetUtcNow() };

    /// <summary>Every stored event after <paramref name="afterSequence"/>, then live ones, without gap or repetition, until cancelled.</summary>
    public async IAsyncEnumerable<VisitEvent> SubscribeAsync(long afterSequence, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = Guid.NewGuid();
        var channel = Channel.CreateBounded<VisitEvent>(new BoundedChannelOptions(SubscriberBuffer) { FullMode = BoundedChannelFullMode.Wait });
        _subscribers[id] = channel;
        try
        {
            // Up to here all are stored and from here on all reach the channel. The two categories are read one after the other, so what is
            // published meanwhile may be among the stored ones without its predecessor: those come from the channel.
            var through = await LastSequenceAsync(ct);
            foreach (var stored in (await ReadAsync(afterSequence, ct)).Where(stored => stored.Sequence <= through))
            {
                yield return stored;
            }

            await foreach (var live in channel.Reader.ReadAllAsync(ct))
            {
                if (live.Sequence == 0 || live.Sequence > Math.Max(through, afterSequence))
                {
                    yield return live;
                }
            }
        }
        finally
        {
            _subscribers.TryRemove(id, out _);
        }
    }

    /// <summary>The stored events after a sequence number, ascending. What was purged is not among them.</summary>
    public async Task<IReadOnlyList<VisitEvent>> ReadAsync(long afterSequence, CancellationToken ct)
    {
        List<VisitEvent> events = [.. await ReadAsync(RecordCategory.Transcript, afterSequence, ct), .. await ReadAsync(RecordCategory.Draft, afterSequence, ct)];
        events.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return events;
    }

    /// <summary>The final segments so far, by start; empty after the transcript's purge.</summary>
    public async Task<IReadOnlyList<TranscriptSegment>> ReadTranscriptAsync(CancellationToken ct) =>
        [.. (await ReadAsync(RecordCategory.Transcript, 0, ct)).Select(e => e.Segment).OfType<TranscriptSegment>().OrderBy(s => s.StartMs)];

    /// <summary>Ends every subscription; who subscribes again is served by the visit's next feed.</summary>
    public void Dispose()
    {
        foreach (var channel in _subscribers.Values)
        {
            channel.Writer.TryComplete();
        }

        _publishing.Dispose();
    }

    public async Task<long> LastSequenceAsync(CancellationToken ct)
    {
        await _publishing.WaitAsync(ct);
        try
        {
            return await LastSequenceLockedAsync(ct);
        }
        finally
        {
            _publishing.Release();
        }
    }

    async Task StoreAsync(VisitEvent[] numbered)
    {
        SealedObject[] objects = [.. numbered.Select(e => new SealedObject(e.Sequence, JsonSerializer.SerializeToUtf8Bytes(e, VisitJson.Default.VisitEvent)))];
        var stored = await records.AppendAsync(tenant, Address(CategoryOf(numbered[0].Type)), objects, CancellationToken.None);
        if (stored != objects.Length)
        {
            throw new InvalidOperationException($"{objects.Length - stored} of {objects.Length} event(s) of visit {visit} have a number that is taken.");
        }
    }

    async Task<List<VisitEvent>> ReadAsync(RecordCategory category, long afterSequence, CancellationToken ct)
    {
        List<VisitEvent> events = [];
        try
        {
            await foreach (var stored in records.ReadAsync(tenant, Address(category), afterSequence, ct))
            {
                events.Add(JsonSerializer.Deserialize(stored.Content.Span, VisitJson.Default.VisitEvent)
                    ?? throw new InvalidDataException($"Event {stored.Sequence} of visit {visit} is empty."));
            }
        }
        catch (RecordKeyDestroyedException)
        {
            events.Clear();
        }

        return events;
    }

    async Task<long> LastSequenceLockedAsync(CancellationToken ct) => _last ??= Math.Max(
        await records.LastSequenceAsync(tenant, Address(RecordCategory.Transcript), ct) ?? 0,
        await records.LastSequenceAsync(tenant, Address(RecordCategory.Draft), ct) ?? 0);

    RecordAddress Address(RecordCategory category) => new(visit, category, "event");

    static RecordCategory CategoryOf(VisitEventType type) => type is VisitEventType.FinalSegment ? RecordCategory.Transcript : RecordCategory.Draft;
}
