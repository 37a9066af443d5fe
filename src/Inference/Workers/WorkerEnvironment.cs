namespace OnPremLlm.Inference;

/// <summary>The whole environment of a worker. The Host's is never passed on: it may hold connection strings.</summary>
internal static class WorkerEnvironment
{
    public static IReadOnlyDictionary<string, string> Create(InferenceOptions options)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            // Else a failed assertion starts gdb, which prints and takes long.
            ["GGML_NO_BACKTRACE"] = "1",
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_GCHeapHardLimit"] = $"0x{options.WorkerHeapBytes:x}",
            // Without it the collector reserves five times the limit, which counts against RLIMIT_AS.
            ["DOTNET_GCRegionRange"] = $"0x{options.WorkerHeapBytes * 2:x}",
            // No debugger, profiler or dump over the diagnostics socket: memory holds text of patients.
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_DbgEnableMiniDump"] = "0",
            // Maps code pages through a memory file, which RLIMIT_FSIZE 0 forbids.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            // Each arena reserves 64 MiB of address space per thread.
            ["MALLOC_ARENA_MAX"] = "2",
            // What CUDA compiles for a card goes to a file by default, which RLIMIT_FSIZE 0 forbids.
            ["CUDA_CACHE_DISABLE"] = "1",
            // Weights and caches in huge pages: each token reads all weights once, and address translation is a good part of that.
            ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
        };
        if (DotnetHost.Root is { } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        return environment;
    }
}

/// <summary>The dotnet that runs a worker given as a .dll: the Host's own.</summary>
internal static class DotnetHost
{
    static readonly Lazy<string?> _found = new(Candidates().Where(File.Exists).FirstOrDefault);

    public static string? Root => System.IO.Path.GetDirectoryName(_found.Value);

    public static string Path => _found.Value
        ?? throw new InferenceException(InferenceFailure.Misconfigured, "No dotnet was found to run the worker with. Install the .NET 10 runtime, set DOTNET_ROOT, or publish the worker as an executable and set WorkerProgram to it.");

    static IEnumerable<string> Candidates()
    {
        if (Environment.ProcessPath is { } own && System.IO.Path.GetFileName(own) == "dotnet")
        {
            yield return own;
        }

        var paths = $"{Environment.GetEnvironmentVariable("DOTNET_ROOT")}:{Environment.GetEnvironmentVariable("PATH")}:/usr/share/dotnet:/usr/lib/dotnet";
        foreach (var folder in paths.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var file = new FileInfo(System.IO.Path.Combine(folder, "dotnet"));
            yield return file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        }
    }
}
