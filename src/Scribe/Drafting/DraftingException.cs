namespace OnPremLlm.Scribe.Drafting;

/// <summary>Why no draft can be written.</summary>
public enum DraftingFailure
{
    /// <summary>The transcript is empty: there is nothing to draft from.</summary>
    NothingSaid,

    /// <summary>Transcript and answer do not fit in the model's context; nothing is cut silently.</summary>
    ContextExceeded,

    /// <summary>The engine cannot render the model's chat template.</summary>
    NoChatTemplate,

    /// <summary>A segment id is malformed, repeated or out of order.</summary>
    BadTranscript,

    /// <summary>The model wrote something that is not the format it was held to.</summary>
    UnreadableDraft,
}

/// <summary>A draft that could not be written, with what to do. The message holds no text of the visit.</summary>
public sealed class DraftingException(DraftingFailure failure, string message, Exception? cause = null) : Exception(message, cause)
{
    public DraftingFailure Failure { get; } = failure;
}
