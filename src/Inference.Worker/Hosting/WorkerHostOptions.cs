namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>Where a worker listens and for whom.</summary>
internal sealed record WorkerHostOptions
{
    /// <summary>Unix socket to listen on; at most 107 bytes, in a folder that the launcher made.</summary>
    public required string Socket { get; init; }

    /// <summary>The user whose process may connect, beside root and the worker's own user. Default: the worker's own.</summary>
    public uint? HostUserId { get; init; }

    /// <summary>End the process when standard input is closed, so that no worker outlives a killed Host.</summary>
    public bool ExitWithParent { get; init; }
}
