using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// Changes the installation's own catalog. A change is a new file, synchronised and renamed over the old one, so that a reader sees the one or the
/// other; a lock file keeps two commands apart.
/// </summary>
public sealed class InstalledModels
{
    readonly InferenceOptions _options;
    readonly ModelCatalogs _catalogs;

    internal InstalledModels(InferenceOptions options, ModelCatalogs catalogs) => (_options, _catalogs) = (options, catalogs);

    /// <summary>Where imported files lie: files/ beside the catalog.</summary>
    public string FilesFolder => Path.Combine(Path.GetDirectoryName(CatalogFile)!, "files"); // an absolute path of a file has a folder

    string CatalogFile => _options.InstalledCatalogFile ?? throw new InferenceException(InferenceFailure.Misconfigured, "This installation has no catalog of its own. Set InstalledCatalogFile.");

    /// <summary>Throws <see cref="InferenceException"/> for an id that is taken or cannot be one.</summary>
    public void RequireFree(string id)
    {
        if (!CatalogRules.IsId(id))
        {
            throw new InferenceException(InferenceFailure.Misconfigured, "This cannot be a model's id. Use 1 to 64 letters, digits or . _ - beginning with a letter or digit.");
        }

        if (_catalogs.All().Any(model => model.Id == id))
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"There is a model {id} already, and nothing was changed. Choose another id, or remove that one first.");
        }
    }

    /// <summary>Throws for settings that cannot be, before files are copied for them.</summary>
    public static void Check(CatalogModel entry) => Encode([entry.Remote is null ? entry with { File = null, Files = [new() { Path = entry.Id, Sha256 = new('0', 64) }] } : entry]);

    /// <summary>The engine on another server that answers for a model.</summary>
    public RemoteEngine RemoteOf(string id) => _catalogs.All().FirstOrDefault(model => model.Id == id)?.Remote
        ?? throw new InferenceException(InferenceFailure.Misconfigured, $"There is no remote model {id}.");

    public void Add(CatalogModel entry)
    {
        using var held = Lock();
        RequireFree(entry.Id);
        Write([.. Read(), entry]);
    }

    /// <summary>Takes the entry out and returns it. Its files stay: the caller removes them after the catalog no longer names them.</summary>
    public CatalogModel Remove(string id)
    {
        using var held = Lock();
        var models = Read();
        var entry = models.FirstOrDefault(model => model.Id == id)
            ?? throw new InferenceException(InferenceFailure.Misconfigured, $"The installation's own catalog has no model {id}, so nothing was changed. What is shipped cannot be removed.");
        Write([.. models.Where(model => model != entry)]);
        return entry;
    }

    IReadOnlyList<CatalogModel> Read() => File.Exists(CatalogFile) ? ModelCatalog.Read(CatalogFile, CatalogPaths.Anywhere).Models : [];

    void Write(IReadOnlyList<CatalogModel> models)
    {
        var (content, temporary) = (Encode(models), CatalogFile + ".new");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            }

            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, CatalogFile, overwrite: true);
    }

    static byte[] Encode(IReadOnlyList<CatalogModel> models)
    {
        try
        {
            return new ModelCatalog { Models = models }.Encode();
        }
        catch (JsonException wrong)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The model was not added: {wrong.Message}", wrong);
        }
    }

    FileStream Lock()
    {
        Directory.CreateDirectory(FilesFolder);
        try
        {
            return new FileStream(CatalogFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException held)
        {
            throw new InferenceException(InferenceFailure.Busy, "Another command changes the catalog just now. Try again when it is done.", held);
        }
    }
}
