using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// Asks a short-lived worker process which devices the engine's libraries compute on, before any model is loaded. It runs as workers do: without
/// capabilities, and as root under another account, so that a graphics card that only root may use counts as missing.
/// </summary>
public sealed class DeviceProbe
{
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    readonly InferenceOptions _options;

    internal DeviceProbe(InferenceOptions options) => _options = options;

    /// <summary>All devices, processors among them.</summary>
    /// <exception cref="InferenceException">The libraries are missing, are another build, or did not answer within two minutes.</exception>
    public async Task<IReadOnlyList<ComputeDevice>> ListAsync(CancellationToken ct)
    {
        var account = ProcessLauncher.AccountCommand(HostPrivileges.CanSwitchAccounts ? _options.FirstWorkerUid : null);
        var program = ProcessLauncher.ProgramCommand(_options);
        await Reachability.CheckAsync(account, [.. program, _options.NativeFolder], ct);
        // No limit of the address space: drivers of graphics cards reserve far more than there is memory.
        IReadOnlyList<string> command = [SystemTools.Find("prlimit"), "--core=0", "--fsize=0", "--", .. account, .. program, "devices", "--native", _options.NativeFolder];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_patience);
        try
        {
            var (code, output) = await SystemTools.RunAsync(command, WorkerEnvironment.Create(_options), limit.Token);
            return code == 0 && JsonSerializer.Deserialize<List<ComputeDevice>>(output, _json) is { } devices ? devices : throw Failed(code, output);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The libraries in {_options.NativeFolder} did not say within {_patience.TotalMinutes:0} minutes which devices there are. Check the driver of the graphics card (nvidia-smi), then try again.");
        }
    }

    InferenceException Failed(int code, string output) => new(
        InferenceFailure.Misconfigured,
        code == 2 ? output : $"Looking for graphics cards with the libraries in {_options.NativeFolder} ended with exit code {code}. Check the driver of the graphics card, and that the worker's program is built and readable for all.");
}

/// <summary>Something that the engine computes on. <paramref name="Kind"/> is "cpu", "gpu", "igpu", "accel" or "meta"; memory in bytes.</summary>
public sealed record ComputeDevice(string Name, string Description, string Kind, long TotalBytes, long FreeBytes)
{
    public bool IsGpu => Kind is "gpu" or "igpu";
}
