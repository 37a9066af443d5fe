using System.Diagnostics;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The note's sentence on consent, made from the consent event and from nothing else.</summary>
internal static class ConsentSentence
{
    public static string For(Encounter encounter)
    {
        var given = encounter.ConsentMode switch
        {
            ConsentMode.Explicit => "The patient agreed to the recording",
            ConsentMode.AllParty => "Everybody present agreed to the recording",
            ConsentMode.InformedNoObjection => "The patient was informed of the recording and did not object",
            null => throw new InvalidOperationException("A visit without consent has no note."),
            _ => throw new UnreachableException(),
        };
        return $"{given} ({encounter.ConsentAt:yyyy-MM-dd HH:mm} UTC).";
    }
}
