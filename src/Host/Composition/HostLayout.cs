namespace OnPremLlm.Host.Composition;

/// <summary>Where an installation keeps its files, all under one data folder.</summary>
internal sealed class HostLayout(string dataFolder)
{
    public string Data { get; } = Path.GetFullPath(dataFolder);

    /// <summary>The root key and the seal keys: the storage whose destruction proves a purge. Never part of a database backup.</summary>
    public string Root => Path.Combine(Data, "root");

    public string RootKeyFile => Path.Combine(Root, "root.key");

    public string Keystore => Path.Combine(Data, "keystore");

    public string Ledger => Path.Combine(Data, "ledger");

    /// <summary>Sockets of the workers.</summary>
    public string Run => Path.Combine(Data, "run");

    /// <summary>The models that IT added; their files lie beside it.</summary>
    public string ModelCatalog => Path.Combine(Data, "models", "catalog.json");

    /// <summary>Which model the Host was last started with for Scribe: an id, or the path of a file.</summary>
    public string DraftingModel => Path.Combine(Data, "models", "drafting");

    /// <summary>Keys of sign-in cookies and of antiforgery tokens; no record is encrypted with them.</summary>
    public string CookieKeys => Path.Combine(Data, "cookie-keys");

    /// <summary>What IT sets of the engines; need not exist.</summary>
    public string Settings => Path.Combine(Data, "settings.json");

    /// <summary>Connection settings of the control database, written by <c>onpremllm setup</c>.</summary>
    public string ControlFile => Path.Combine(Data, "control.json");

    /// <summary>A folder that only the Host's account may enter.</summary>
    public static string Private(string folder)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
