using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Visits;

/// <summary>The failures that more than one part of a visit reports.</summary>
internal static class VisitErrors
{
    /// <summary>Another clinic's or another clinician's visit answers exactly as an absent one.</summary>
    public static ScribeException NotFound() => new(HubErrors.NotFound, "There is no such visit. Open one from the list of visits.");

    public static ScribeException WrongState(VisitState state, string allowed) =>
        new(HubErrors.WrongState, $"The visit is in the state {state}; this needs {allowed}.");
}
