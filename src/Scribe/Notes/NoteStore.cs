using System.Text.Json;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The sealed drafts (every version) and the signed note of a visit. What was purged reads as absent.</summary>
internal sealed class NoteStore(RecordStore records)
{
    public Task SaveDraftAsync(TenantId tenant, EncounterId visit, NoteDraft draft, CancellationToken ct) =>
        records.AppendAsync(tenant, Drafts(visit), [new SealedObject(draft.Version, Write(draft))], ct);

    public Task SaveNoteAsync(TenantId tenant, EncounterId visit, NoteDraft note, CancellationToken ct) =>
        records.ReplaceAsync(tenant, Note(visit), new SealedObject(1, Write(note)), ct);

    /// <summary>The newest draft.</summary>
    public async Task<NoteDraft?> ReadDraftAsync(TenantId tenant, EncounterId visit, CancellationToken ct)
    {
        var last = await records.LastSequenceAsync(tenant, Drafts(visit), ct);
        return last is null ? null : await ReadAsync(tenant, Drafts(visit), last.Value - 1, ct);
    }

    public Task<NoteDraft?> ReadNoteAsync(TenantId tenant, EncounterId visit, CancellationToken ct) => ReadAsync(tenant, Note(visit), 0, ct);

    async Task<NoteDraft?> ReadAsync(TenantId tenant, RecordAddress address, long after, CancellationToken ct)
    {
        try
        {
            await foreach (var stored in records.ReadAsync(tenant, address, after, ct))
            {
                return JsonSerializer.Deserialize(stored.Content.Span, VisitJson.Default.NoteDraft);
            }
        }
        catch (RecordKeyDestroyedException)
        {
            // Purged between the look-up and the read.
        }

        return null;
    }

    static byte[] Write(NoteDraft draft) => JsonSerializer.SerializeToUtf8Bytes(draft, VisitJson.Default.NoteDraft);

    static RecordAddress Drafts(EncounterId visit) => new(visit, RecordCategory.Draft, "draft");

    static RecordAddress Note(EncounterId visit) => new(visit, RecordCategory.Note, "note");
}
