namespace OnPremLlm.Inference;

/// <summary>
/// Asks the kernel, as the worker's account, whether what the worker needs can be read: one clear message before the start
/// instead of a crash in a loader.
/// </summary>
internal static class Reachability
{
    // Prints the first path that cannot be entered (a folder) or read (a file). Paths are arguments, never part of the script.
    const string Script = """for p; do if [ -d "$p" ]; then [ -x "$p" ]; else [ -r "$p" ]; fi || { printf %s "$p"; exit 1; }; done""";

    /// <param name="account">The command that switches to the account.</param>
    /// <param name="paths">Absolute paths, without links in what they should say to the operator.</param>
    public static async Task CheckAsync(IReadOnlyList<string> account, IReadOnlyList<string> paths, CancellationToken ct)
    {
        var steps = paths.SelectMany(WithAncestors).Distinct();
        var (code, blocked) = await SystemTools.RunAsync([.. account, SystemTools.Find("sh"), "-c", Script, "sh", .. steps], ct);
        if (code != 0)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, Directory.Exists(blocked)
                ? $"The folder {blocked} is not reachable for the worker's account. Allow others to enter it (chmod o+x), or put programs, models and data where every account can go, such as /opt or /var/lib."
                : $"The worker's account cannot read {blocked}. Allow others to read it (chmod o+r), or correct the setting that names it.");
        }
    }

    static IEnumerable<string> WithAncestors(string path)
    {
        var ancestors = new Stack<string>();
        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            ancestors.Push(folder);
        }

        return ancestors;
    }
}
