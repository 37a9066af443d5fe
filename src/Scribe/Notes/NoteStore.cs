using System.Text.Json;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The sealed drafts (every version) and the signed note of a visit. What was purged reads as absent.</summary>
internal sealed class NoteStore(RecordStore records)
{
    /// <summary>In the place of one with this version that a crash kept from becoming the visit's.</summary>
    public Task SaveDraftAsync(TenantId tenant, EncounterId visit, NoteDraft draft, CancellationToken ct) =>
        records.ReplaceAsync(tenant, Drafts(visit), new SealedObject(draft.Version, Write(draft)), ct);

    public Task SaveNoteAsync(TenantId tenant, EncounterId visit, NoteDraft note, CancellationToken ct) =>
        records.ReplaceAsync(tenant, Note(visit), new SealedObject(1, Write(note)), ct);

    /// <summary>The draft of a version: the visit's row names the one that counts.</summary>
    public Task<NoteDraft?> ReadDraftAsync(TenantId tenant, EncounterId visit, int version, CancellationToken ct) => ReadAsync(tenant, Drafts(visit), version, ct);

    public Task<NoteDraft?> ReadNoteAsync(TenantId tenant, EncounterId visit, CancellationToken ct) => ReadAsync(tenant, Note(visit), 1, ct);

    async Task<NoteDraft?> ReadAsync(TenantId tenant, RecordAddress address, long sequence, CancellationToken ct)
    {
        try
        {
            await foreach (var stored in records.ReadAsync(tenant, address, sequence - 1, ct))
            {
                return stored.Sequence != sequence ? null : JsonSerializer.Deserialize(stored.Content.Span, VisitJson.Default.NoteDraft);
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
