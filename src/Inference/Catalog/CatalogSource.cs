using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// One catalog file, read again when it changed. A change that cannot be read is logged once, and the last one that could stays in force.
/// Thread-safe.
/// </summary>
internal sealed class CatalogSource(string path, CatalogPaths paths, ILogger logger)
{
    readonly Lock _gate = new();
    (DateTime Written, long Length)? _seen;
    IReadOnlyList<CatalogModel> _models = [];
    bool _read;

    /// <summary>Where relative paths of its files begin.</summary>
    public string Folder { get; } = Path.GetDirectoryName(path) ?? "";

    /// <summary>The models; none where there is no file. An entry that did not change is the same object as before.</summary>
    /// <exception cref="InferenceException">It cannot be read, and never could.</exception>
    public IReadOnlyList<CatalogModel> Models()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            (DateTime, long)? stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
            if (stamp != _seen || !_read)
            {
                Refresh(stamp is not null);
                _seen = stamp;
            }

            return _models;
        }
    }

    void Refresh(bool exists)
    {
        try
        {
            var read = exists ? ModelCatalog.Read(path, paths).Models : [];
            _models = [.. read.Select(entry => _models.FirstOrDefault(known => ModelCatalog.AreSame(known, entry)) ?? entry)];
            _read = true;
        }
        catch (InferenceException broken) when (_read)
        {
            logger.CatalogKept(broken.Message);
        }
    }
}
