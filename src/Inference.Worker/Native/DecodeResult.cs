namespace OnPremLlm.Inference.Worker.Native;

/// <summary>What llama_decode answered.</summary>
internal enum DecodeResult
{
    Done,

    /// <summary>A sequence is full; nothing was evaluated.</summary>
    NoRoom,

    /// <summary>Ended early on request; parts of the batch may be in memory.</summary>
    Aborted,

    /// <summary>Positions or ids do not fit the context; nothing was evaluated.</summary>
    InvalidBatch,

    /// <summary>The backend failed; memory is undefined.</summary>
    Failed,
}
