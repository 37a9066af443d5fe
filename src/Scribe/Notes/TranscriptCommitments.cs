using System.Security.Cryptography;
using System.Text.Json;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Notes;

/// <summary>
/// Binds a signed note to the transcript it was made from. The nonce is a record of the transcript's category and dies with it, so that
/// afterwards nothing can confirm a guess about what was said.
/// </summary>
internal sealed class TranscriptCommitments(RecordStore records)
{
    /// <summary>HMAC-SHA-256 over the transcript events as stored, keyed with a new random nonce; lower-case hex.</summary>
    public async Task<string> CommitAsync(VisitSession session, CancellationToken ct)
    {
        var nonce = RandomNumberGenerator.GetBytes(32);
        await records.ReplaceAsync(session.Tenant, new RecordAddress(session.Visit, RecordCategory.Transcript, "nonce"), new SealedObject(1, nonce), ct);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, nonce);
        foreach (var visitEvent in (await session.Feed.ReadAsync(0, ct)).Where(e => e.Type is VisitEventType.FinalSegment))
        {
            mac.AppendData(JsonSerializer.SerializeToUtf8Bytes(visitEvent, VisitJson.Default.VisitEvent));
        }

        CryptographicOperations.ZeroMemory(nonce);
        return Convert.ToHexStringLower(mac.GetHashAndReset());
    }
}
