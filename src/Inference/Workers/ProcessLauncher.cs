using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// Starts workers as child processes: own account, no capabilities, no network, bounded memory, no files written, an empty environment.
/// Attack: a model file or a prompt takes over the native code. What it then finds is one owner's text and one model.
/// </summary>
internal sealed class ProcessLauncher(InferenceOptions options, TimeProvider time, ILogger logger) : IWorkerLauncher
{
    readonly WorkerAccounts _accounts = new(options.RunFolder, options.FirstWorkerUid);
    readonly Lock _gate = new();
    Task<IReadOnlyList<string>>? _networkCommand;

    public async Task<IWorkerProcess> StartAsync(WorkerLaunch launch, CancellationToken ct)
    {
        var separate = UseSeparateAccounts();
        if (!File.Exists(options.WorkerProgram))
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The worker program {options.WorkerProgram} does not exist. Install the Host of one release whole, or build the whole solution.");
        }

        // Others may pass through the run folder to the folder that is theirs, and may not list it.
        if (!Directory.Exists(options.RunFolder))
        {
            await MakeFolderAsync(options.RunFolder, "0711", [], ct);
        }

        var user = separate ? _accounts.Of(launch.Owner) : HostPrivileges.UserId;
        var account = AccountCommand(separate ? user : null);
        var program = ProgramCommand(options);
        await Reachability.CheckAsync(account, [.. program, .. launch.Reads], ct);
        var network = await NetworkCommandAsync(separate, ct);
        var folder = Path.Combine(options.RunFolder, (launch.Kind == WorkerKind.Generation ? "g" : "s") + RandomNumberGenerator.GetHexString(8, lowercase: true));
        await MakeFolderAsync(folder, "0700", separate ? ["-o", $"{user}", "-g", $"{user}"] : [], ct);
        var socket = Path.Combine(folder, "s");
        List<string> command =
        [
            // A session of its own: Ctrl+C in the Host's terminal is for the Host, which then stops its workers.
            SystemTools.Find("setsid"), .. network, .. LimitsCommand(launch), .. account, .. program, .. launch.Arguments,
            "--socket", socket, "--host-uid", $"{HostPrivileges.UserId}", "--parent-pipe",
        ];
        var process = SystemTools.Start(command, WorkerEnvironment.Create(options));
        return new WorkerProcess(process, folder, socket, time, logger) { UserId = user, SeparateAccount = separate, NetworkIsolated = network.Count > 0 };
    }

    bool UseSeparateAccounts()
    {
        switch (options.Launcher)
        {
            case WorkerLauncher.Direct:
                return false;
            case WorkerLauncher.Setpriv when !HostPrivileges.CanSwitchAccounts:
                throw new InferenceException(InferenceFailure.Misconfigured, "Launcher is Setpriv, but this process may not switch accounts. Start the Host as root, or set Launcher to Direct, where workers share the Host's account.");
            default:
                return HostPrivileges.CanSwitchAccounts;
        }
    }

    internal static IReadOnlyList<string> ProgramCommand(InferenceOptions options) =>
        options.WorkerProgram.EndsWith(".dll", StringComparison.Ordinal) ? [DotnetHost.Path, options.WorkerProgram] : [options.WorkerProgram];

    // Without the right to switch accounts there are no capabilities to drop either.
    internal static IReadOnlyList<string> AccountCommand(uint? user) =>
    [
        SystemTools.Find("setpriv"), "--no-new-privs",
        .. user is null ? (string[])[] : [$"--reuid={user}", $"--regid={user}", "--clear-groups"],
        .. HostPrivileges.CanSwitchAccounts ? (string[])["--inh-caps=-all", "--bounding-set=-all"] : [], "--",
    ];

    // RLIMIT_FSIZE 0: a worker that could write a file could leave text of patients behind.
    static IEnumerable<string> LimitsCommand(WorkerLaunch launch) =>
    [
        SystemTools.Find("prlimit"), "--core=0", "--fsize=0", .. launch.AddressSpaceBytes is { } bytes ? (string[])[$"--as={bytes}"] : [], "--",
    ];

    static async Task MakeFolderAsync(string folder, string mode, IReadOnlyList<string> owner, CancellationToken ct)
    {
        var (code, output) = await SystemTools.RunAsync([SystemTools.Find("install"), "-d", "-m", mode, .. owner, folder], ct);
        if (code != 0)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The folder {folder} could not be made for workers: {output} Choose a RunFolder that the Host may write to.");
        }
    }

    /// <summary>The command that takes the network away; empty where the system refuses it (many containers do). Tried once.</summary>
    async Task<IReadOnlyList<string>> NetworkCommandAsync(bool separate, CancellationToken ct)
    {
        Task<IReadOnlyList<string>> probe;
        lock (_gate)
        {
            probe = _networkCommand ??= ProbeNetworkAsync(separate);
        }

        return await probe.WaitAsync(ct);
    }

    async Task<IReadOnlyList<string>> ProbeNetworkAsync(bool separate)
    {
        if (!separate)
        {
            logger.WorkersShareTheHostsAccount(HostPrivileges.UserId);
        }

        string[] command = [SystemTools.Find("unshare"), .. HostPrivileges.CanSwitchAccounts ? (string[])[] : ["--user", "--map-current-user"], "--net", "--"];
        var (code, _) = await SystemTools.RunAsync([.. command, SystemTools.Find("true")], CancellationToken.None);
        if (code == 0)
        {
            return command;
        }

        logger.NoNetworkNamespace();
        return [];
    }
}
