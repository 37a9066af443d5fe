using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Visits;

/// <summary>Record categories as the interface names them.</summary>
internal static class Kinds
{
    public static RecordKind Of(RecordCategory category) => category switch
    {
        RecordCategory.Audio => RecordKind.Audio,
        RecordCategory.Transcript => RecordKind.Transcript,
        RecordCategory.Draft or RecordCategory.Chat => RecordKind.Draft,
        RecordCategory.Note => RecordKind.Note,
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "This category is not shown in the interface."),
    };
}
