using System.Diagnostics;
using System.Globalization;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The note's sentence on consent, made from the consent event and from nothing else. The time is the server's local one, with its offset from UTC.</summary>
internal static class ConsentSentence
{
    public static string For(Encounter encounter, TimeZoneInfo zone)
    {
        var given = encounter.ConsentMode switch
        {
            ConsentMode.Explicit => "The patient agreed to the recording",
            ConsentMode.AllParty => "Everybody present agreed to the recording",
            ConsentMode.InformedNoObjection => "The patient was informed of the recording and did not object",
            null => throw new InvalidOperationException("A visit without consent has no note."),
            _ => throw new UnreachableException(),
        };
        var at = TimeZoneInfo.ConvertTime(encounter.ConsentAt ?? throw new InvalidOperationException("Consent has no time."), zone);
        var recorded = encounter.Channels == 0 ? "; nothing was recorded" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{given} ({at:yyyy-MM-dd HH:mm zzz}){recorded}.");
    }
}
