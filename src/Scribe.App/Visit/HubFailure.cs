using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Scribe.App.Api;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit;

/// <summary>Takes apart "code: sentence", which is how the hub refuses; the client library puts words of its own before it.</summary>
internal static class HubFailure
{
    static readonly string[] Final =
    [
        HubErrors.NotFound, HubErrors.ConsentMissing, HubErrors.NotRecording, HubErrors.ChannelsInvalid, HubErrors.FrameTooLarge,
        HubErrors.FrameMalformed, HubErrors.WrongState, HubErrors.RecordPurged,
    ];

    static readonly string[] Known =
        [.. Final, HubErrors.FrameOutOfOrder, HubErrors.FramesMissing, HubErrors.VersionConflict, HubErrors.AttestationMissing, HubErrors.Invalid, HubErrors.EngineUnavailable];

    /// <summary>False where sending the same again cannot succeed.</summary>
    public static bool CanRetry(HubException e) => !Final.Any(code => e.Message.Contains(code + ":", StringComparison.Ordinal));

    /// <summary>As for a hub's refusal. What only a proxy between would say, such as a bare 404, is not final: the sound waits for the Host's word.</summary>
    public static bool CanRetry(ApiException e) => !Final.Contains(e.Code);

    public static string Sentence(HubException e)
    {
        foreach (var code in Known)
        {
            var at = e.Message.IndexOf(code + ":", StringComparison.Ordinal);
            if (at >= 0)
            {
                return e.Message[(at + code.Length + 1)..].Trim();
            }
        }

        return "The server refused this. Reload the page to see where the visit stands.";
    }
}
