using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>A compute device that ggml found. <paramref name="Kind"/> is "cpu", "gpu", "igpu", "accel" or "meta".</summary>
internal sealed record NativeDevice(string Name, string Description, string Kind, ulong TotalBytes, ulong FreeBytes);

/// <summary>
/// The pinned llama.cpp libraries, loaded once per process. Everything else in this folder may be used only after <see cref="Load"/>.
/// </summary>
internal static unsafe partial class LlamaRuntime
{
    /// <summary>The pinned llama_version().</summary>
    public const string PinnedVersion = "0.5.0-dev";

    /// <summary>The pinned ggml_commit().</summary>
    public const string PinnedCommit = "0ad4a86";

    const string Folder = "bins";
    const string Mark = "libggml-base.so";
    static readonly Lock loading = new();
    static string? folder;
    static ILogger? log;

    /// <summary>Loads the libraries of an unpacked @node-llama-cpp package and checks that they are the pinned build.</summary>
    /// <param name="package">The package's folder with one folder of libraries below bins/ (linux-x64, linux-x64-cuda, linux-x64-vulkan); that folder itself is accepted as well.</param>
    /// <returns>The devices found; a graphics card that the libraries cannot use is missing here and nowhere reported as an error.</returns>
    /// <exception cref="WorkerStartException">A library is missing or is another build, or a second folder is asked for in one process.</exception>
    public static IReadOnlyList<NativeDevice> Load(string package, ILogger logger)
    {
        lock (loading)
        {
            var wanted = FindLibraries(package);
            if (folder is null)
            {
                log = logger;
                folder = wanted;
                NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);
                Start();
            }
            else if (folder != wanted)
            {
                throw new WorkerStartException($"This process has already loaded llama.cpp from {folder}; libraries cannot be exchanged. Start another worker for {wanted}.");
            }

            return ListDevices();
        }
    }

    static void Start()
    {
        try
        {
            CheckBuild();
            LogSet(&OnNativeLog, 0);
            LoadBackends(folder!);
            InitializeBackend();
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new WorkerStartException($"llama.cpp could not be loaded from {folder} ({missing.GetType().Name}). Causes: the package is not complete, is for another processor or C library "
                + "(glibc 2.34 or newer on x86-64 is needed), or may not be read by this user. Run deploy/prerequisites, or correct --native.", missing);
        }

        if (DeviceCount() == 0)
        {
            throw new WorkerStartException($"llama.cpp found no usable processor backend in {folder}: the libggml-cpu-*.so files are missing or not readable. Run deploy/prerequisites.");
        }
    }

    static void CheckBuild()
    {
        var version = Marshal.PtrToStringUTF8(Version());
        var commit = Marshal.PtrToStringUTF8(Commit());
        var sizes = StructSizes.Mirrors.Where(mirror => StructSizes.Pinned[mirror.Key] != mirror.Value).Select(mirror => mirror.Key).ToList();
        if (version != PinnedVersion || commit != PinnedCommit || sizes.Count > 0)
        {
            throw new WorkerStartException($"The llama.cpp in {folder} is {version} (ggml {commit}); this worker is built for {PinnedVersion} (ggml {PinnedCommit})"
                + (sizes.Count > 0 ? $" and its own {string.Join(", ", sizes)} have another size. " : ". ")
                + "Struct layouts differ between releases, so no other build is used. Causes: a package of another release, or libraries of two releases in one folder. Run deploy/prerequisites to fetch the pinned one.");
        }
    }

    static string FindLibraries(string package)
    {
        if (File.Exists(Path.Combine(package, Mark)))
        {
            return Path.GetFullPath(package);
        }

        var below = Path.Combine(package, Folder);
        return (Directory.Exists(below) ? Directory.GetDirectories(below).Where(candidate => File.Exists(Path.Combine(candidate, Mark))).ToArray() : []) switch
        {
            [var only] => Path.GetFullPath(only),
            [] => throw new WorkerStartException($"There are no llama.cpp libraries in {package} or a folder of its {Folder}. Run deploy/prerequisites to fetch them, or point --native to an unpacked @node-llama-cpp package: linux-x64, linux-x64-cuda or linux-x64-vulkan."),
            var several => throw new WorkerStartException($"{below} holds libraries in {string.Join(" and ", several.Select(Path.GetFileName).Order(StringComparer.Ordinal))}, and only one can be loaded. Point --native to one of them."),
        };
    }

    // The CUDA package names two of them libllama.cuda.v0.5.0.so and libggml.cuda.v0.5.0.so.
    static nint Resolve(string library, Assembly assembly, DllImportSearchPath? search) => library switch
    {
        "ggml-base" => NativeLibrary.Load(Path.Combine(folder!, Mark)),
        "llama" or "ggml" => NativeLibrary.Load(Directory.GetFiles(folder!, $"lib{library}.*.so").SingleOrDefault() ?? Path.Combine(folder!, $"lib{library}.so")),
        _ => 0,
    };

    static List<NativeDevice> ListDevices()
    {
        var devices = new List<NativeDevice>();
        for (nuint i = 0; i < DeviceCount(); i++)
        {
            var device = DeviceAt(i);
            nuint free, total;
            DeviceMemory(device, &free, &total);
            devices.Add(new(Marshal.PtrToStringUTF8(DeviceName(device)) ?? "", Marshal.PtrToStringUTF8(DeviceDescription(device)) ?? "", KindName(DeviceType(device)), total, free));
        }

        return devices;
    }

    static string KindName(int kind) => kind switch
    {
        0 => "cpu",
        1 => "gpu",
        2 => "igpu",
        3 => "accel",
        _ => "meta",
    };

    // Native messages may name files or quote a prompt: only level and length go to the log.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnNativeLog(int level, byte* text, nint data)
    {
        if (level is 3 or 4)
        {
            log?.NativeMessage(level == 3 ? "warning" : "error", MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).Length);
        }
    }

    [LibraryImport("llama", EntryPoint = "llama_version")]
    private static partial nint Version();

    [LibraryImport("ggml-base", EntryPoint = "ggml_commit")]
    private static partial nint Commit();

    [LibraryImport("llama", EntryPoint = "llama_log_set")]
    private static partial void LogSet(delegate* unmanaged[Cdecl]<int, byte*, nint, void> callback, nint data);

    [LibraryImport("ggml", EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void LoadBackends(string folder);

    [LibraryImport("llama", EntryPoint = "llama_backend_init")]
    private static partial void InitializeBackend();

    [LibraryImport("ggml", EntryPoint = "ggml_backend_dev_count")]
    private static partial nuint DeviceCount();

    [LibraryImport("ggml", EntryPoint = "ggml_backend_dev_get")]
    private static partial nint DeviceAt(nuint index);

    [LibraryImport("ggml-base", EntryPoint = "ggml_backend_dev_name")]
    private static partial nint DeviceName(nint device);

    [LibraryImport("ggml-base", EntryPoint = "ggml_backend_dev_description")]
    private static partial nint DeviceDescription(nint device);

    [LibraryImport("ggml-base", EntryPoint = "ggml_backend_dev_type")]
    private static partial int DeviceType(nint device);

    [LibraryImport("ggml-base", EntryPoint = "ggml_backend_dev_memory")]
    private static partial void DeviceMemory(nint device, nuint* free, nuint* total);
}
