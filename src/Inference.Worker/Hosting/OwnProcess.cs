using System.Runtime.InteropServices;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>What the worker asks of the operating system about itself.</summary>
internal static partial class OwnProcess
{
    const int ResourceCore = 4;
    const int SetDumpable = 4;

    /// <summary>The effective user.</summary>
    public static uint UserId { get; } = GetEffectiveUserId();

    /// <summary>
    /// Forbids core dumps and reading this process's memory by others of the same user: prompts are patient records and live in that memory.
    /// Files made later are for this user only.
    /// </summary>
    public static void Harden()
    {
        var none = default(ResourceLimit);
        if (SetResourceLimit(ResourceCore, in none) != 0 || ProcessControl(SetDumpable, 0, 0, 0, 0) != 0)
        {
            throw new WorkerStartException($"Core dumps could not be switched off (error {Marshal.GetLastPInvokeError()}). They would hold prompts: start the worker where setrlimit and prctl are allowed.");
        }

        _ = SetFileModeMask(0b001_111_111);
        SilenceNativeOutput();
    }

    // Native code may print past its own log callback, and could quote a prompt: text of a request would end in the journal. Our log keeps
    // a copy of the descriptor; everything else written to it goes nowhere.
    static void SilenceNativeOutput()
    {
        _ = Console.Error;
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        if (DuplicateTo((int)nowhere.DangerousGetHandle(), 1) < 0 || DuplicateTo((int)nowhere.DangerousGetHandle(), 2) < 0)
        {
            throw new WorkerStartException($"The output of native code could not be silenced (error {Marshal.GetLastPInvokeError()}). It could quote prompts: start the worker where dup2 is allowed.");
        }
    }

    /// <summary>Ends the process at once, without finalizers: a native thread in the middle of a long batch must not delay it.</summary>
    public static void ExitNow(int code) => Exit(code);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetFileModeMask(uint mask);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    struct ResourceLimit
    {
#pragma warning disable CS0649 // Both stay 0: that is the limit.
        public ulong Soft;
        public ulong Hard;
#pragma warning restore CS0649
    }
}
