namespace OnPremLlm.Inference.Tests.Support;

/// <summary>A folder with an installation's own catalog, which every account can reach.</summary>
internal sealed class Installation : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("opl-models-").FullName;

    public Installation()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    public string Catalog => PathOf("catalog.json");

    public string PathOf(string name) => Path.Combine(_folder, name);

    public static string HashOf(string id) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)));

    /// <summary>An entry for a file of this folder; scripted workers do not read it.</summary>
    public CatalogModel Entry(string id, string? sha256 = null)
    {
        var file = PathOf(id + ".gguf");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, "not read by scripted workers");
        }

        return new() { Id = id, File = id + ".gguf", Sha256 = sha256 ?? HashOf(id), Licence = "Apache-2.0", Origin = "a test", TrainingData = "none", SizeBytes = 1 << 20 };
    }

    /// <summary>The demonstration model under another id.</summary>
    public CatalogModel DemoEntry(string id)
    {
        File.Copy(RealWorkers.DemoModel, PathOf(id + ".gguf"));
        return Entry(id, RealWorkers.DemoModelSha256);
    }

    public void Install(params CatalogModel[] models)
    {
        // A reader sees a change by time and length: within one tick of the clock only by the latter.
        var longer = File.Exists(Catalog) ? new string(' ', (int)new FileInfo(Catalog).Length % 97) : "";
        File.WriteAllText(Catalog, System.Text.Encoding.UTF8.GetString(new ModelCatalog { Models = models }.Encode()) + longer);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
