using OnPremLlm.TestSupport;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>An app folder as quickstart lays it out, made of links to what was built.</summary>
internal static class AppFolder
{
    static readonly Lazy<string> _made = new(Make);

    public static string Path => _made.Value;

    // Below /tmp, where workers of every account can go.
    static string Make()
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = System.IO.Path.Combine("/tmp", "opl-app-" + System.IO.Path.GetRandomFileName()[..8]);
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder, "worker"), Repository.PathOf("src", "Inference.Worker", "bin", built.Parent!.Name, built.Name)); // bin/<configuration>/net10.0 as here
        var packages = new DirectoryInfo(Repository.PathOf("deploy", "native", "node_modules"));
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder, "native"), packages.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? packages.FullName);
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder, "models"), Repository.PathOf("models"));
        return folder;
    }
}
