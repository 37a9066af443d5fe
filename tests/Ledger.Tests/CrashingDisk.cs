using OnPremLlm.Ledger.Storage;

namespace OnPremLlm.Ledger.Tests;

/// <summary>The machine is gone: thrown by every operation from the chosen one on.</summary>
public sealed class SimulatedCrashException : Exception;

/// <summary>
/// A disk in memory that keeps apart what was written and what is durable: content after Sync, names after SyncFolder. It stops before a chosen operation;
/// a killed process leaves everything written, a power cut leaves the durable part and, as the seed has it, some of the rest.
/// </summary>
internal sealed class CrashingDisk : IDisk
{
    private readonly Dictionary<string, Inode> _names = [];
    private readonly Dictionary<string, Inode> _durableNames = [];
    private readonly HashSet<string> _folders = ["/"];
    private readonly HashSet<string> _durableFolders = ["/"];

    public int Operations { get; private set; }

    public int CrashBefore { get; init; } = int.MaxValue;

    /// <summary>Fails with an <see cref="IOException"/> instead of doing the operation, where it says so.</summary>
    public Func<string, string, bool> Fails { get; set; } = (_, _) => false;

    public byte[]? Read(string path) => _names.TryGetValue(path, out var file) ? [.. file.Content] : null;

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        Step("write", path);
        RequireFolder(path);
        if (!_names.TryGetValue(path, out var file))
        {
            _names[path] = file = new Inode();
        }
        file.Content = content.ToArray();
    }

    public void Sync(string path)
    {
        Step("sync", path);
        _names[path].Durable = _names[path].Content;
    }

    public void Rename(string from, string to)
    {
        Step("rename", to);
        RequireFolder(to);
        _names.Remove(from, out var file);
        _names[to] = file!;
    }

    public void SyncFolder(string path)
    {
        Step("sync folder", path);
        foreach (var name in _durableNames.Keys.Where(name => Parent(name) == path && !_names.ContainsKey(name)).ToList())
        {
            _durableNames.Remove(name);
        }
        foreach (var (name, file) in _names.Where(n => Parent(n.Key) == path))
        {
            _durableNames[name] = file;
        }
        _durableFolders.RemoveWhere(folder => Parent(folder) == path && !_folders.Contains(folder));
        _durableFolders.UnionWith(_folders.Where(folder => Parent(folder) == path));
    }

    public bool FolderExists(string path) => _folders.Contains(path);

    public void CreateFolder(string path)
    {
        Step("create folder", path);
        RequireFolder(path);
        _folders.Add(path);
    }

    public IReadOnlyList<string> Files(string folder) => [.. _names.Keys.Where(name => Parent(name) == folder)];

    public void Delete(string path)
    {
        Step("delete", path);
        _names.Remove(path);
    }

    public void DeleteEmptyFolder(string path)
    {
        Step("delete folder", path);
        Assert.Empty(Files(path));
        _folders.Remove(path);
    }

    public IDisposable Lock(string path) => new MemoryStream();

    public CrashingDisk AfterKill() => Copy(new Random(0), _ => false);

    public CrashingDisk AfterPowerCut(int seed)
    {
        var random = new Random(seed);
        return Copy(random, _ => random.Next(2) == 0);
    }

    // What is not durable is lost where the choice says so; unsynced content may also be cut anywhere.
    private CrashingDisk Copy(Random random, Func<string, bool> loses)
    {
        var copy = new CrashingDisk();
        foreach (var folder in _folders.Union(_durableFolders).Order(StringComparer.Ordinal))
        {
            var now = _folders.Contains(folder);
            var kept = now == _durableFolders.Contains(folder) ? now : loses(folder) ? !now : now;
            if (kept && (folder == "/" || copy._folders.Contains(Parent(folder))))
            {
                copy._folders.Add(folder);
                copy._durableFolders.Add(folder);
            }
        }
        foreach (var name in _names.Keys.Union(_durableNames.Keys).Where(name => copy._folders.Contains(Parent(name))).Order(StringComparer.Ordinal))
        {
            var (now, durable) = (_names.GetValueOrDefault(name), _durableNames.GetValueOrDefault(name));
            if ((now != durable && loses(name) ? durable : now) is { } file)
            {
                var content = file.Durable == file.Content || !loses(name) ? file.Content : file.Durable ?? file.Content[..random.Next(file.Content.Length + 1)];
                copy._names[name] = copy._durableNames[name] = new Inode { Content = content, Durable = content };
            }
        }
        return copy;
    }

    private void Step(string operation, string path)
    {
        if (Operations++ >= CrashBefore)
        {
            throw new SimulatedCrashException();
        }
        if (Fails(operation, path))
        {
            throw new IOException("No space left on device");
        }
    }

    private void RequireFolder(string path) => Assert.Contains(Parent(path), _folders);

    private static string Parent(string path) => Path.GetDirectoryName(path) ?? "";

    private sealed class Inode
    {
        public byte[] Content { get; set; } = [];
        public byte[]? Durable { get; set; }
    }
}
