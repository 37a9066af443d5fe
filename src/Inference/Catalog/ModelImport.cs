using System.Text.RegularExpressions;

namespace OnPremLlm.Inference;

/// <summary>How far a long step over files is, in bytes.</summary>
public readonly record struct FileProgress(string File, long Done, long Total);

/// <summary>Takes model files into the installation: finds their parts, checks them, copies and hashes them.</summary>
public sealed partial class ModelImport
{
    const UnixFileMode ReadableForWorkers = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const uint AnyAccount = 65_534;
    readonly ModelInspector _inspector;

    internal ModelImport(ModelInspector inspector) => _inspector = inspector;

    /// <summary>Throws where a worker's account could not read the files.</summary>
    public static Task RequireReachableAsync(IReadOnlyList<string> files, CancellationToken ct) =>
        Reachability.CheckAsync(ProcessLauncher.AccountCommand(HostPrivileges.CanSwitchAccounts ? AnyAccount : null), files, ct);

    /// <summary>The files of a model of which the first is named: itself, or NAME-00001-of-0000N.gguf and those that follow. Absolute.</summary>
    public static IReadOnlyList<string> FindParts(string first)
    {
        var path = Path.GetFullPath(first);
        IReadOnlyList<string> parts = SplitName().Match(path) is { Success: true } split
            ? [.. Enumerable.Range(1, int.Parse(split.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture)).Select(i => $"{split.Groups["name"].Value}-{i:00000}-of-{split.Groups["count"].Value}.gguf")]
            : [path];
        if (parts.FirstOrDefault(part => !File.Exists(part)) is { } missing)
        {
            throw new InferenceException(InferenceFailure.ModelRefused, $"There is no model file {missing}. Give the path of a GGUF file, or of the first of several whose others lie beside it.");
        }

        return path == parts[0] ? parts : throw new InferenceException(InferenceFailure.ModelRefused, $"{path} is not the first part of its model. Give {parts[0]}.");
    }

    public Task<GgufFacts> InspectAsync(IReadOnlyList<string> files, CancellationToken ct) => _inspector.InspectAsync(files, ct);

    /// <summary>Copies the files into a folder of the model's own, hashing them on the way. What was copied is removed if it fails.</summary>
    /// <param name="folder">Must not exist.</param>
    /// <returns>The copies, with paths relative to <paramref name="root"/>.</returns>
    public static async Task<IReadOnlyList<CatalogFile>> CopyAsync(IReadOnlyList<string> files, string folder, string root, IProgress<FileProgress>? progress, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        try
        {
            List<CatalogFile> copies = [];
            foreach (var file in files)
            {
                var copy = Path.Combine(folder, Path.GetFileName(file));
                var hash = await FileHash.CopyAsync(file, copy, ReadableForWorkers, progress, ct);
                copies.Add(new() { Path = Path.GetRelativePath(root, copy), Sha256 = hash, SizeBytes = new FileInfo(copy).Length });
            }

            return copies;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Hashes files that stay where they are.</summary>
    public static async Task<IReadOnlyList<CatalogFile>> RegisterAsync(IReadOnlyList<string> files, IProgress<FileProgress>? progress, CancellationToken ct)
    {
        List<CatalogFile> registered = [];
        foreach (var file in files)
        {
            registered.Add(new() { Path = file, Sha256 = await FileHash.OfAsync(file, progress, ct), SizeBytes = new FileInfo(file).Length });
        }

        return registered;
    }

    [GeneratedRegex(@"\A(?<name>.+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\.gguf\z")]
    private static partial Regex SplitName();
}
