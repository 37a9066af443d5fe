namespace OnPremLlm.Inference.Tests.Support;

/// <summary>A file in a folder of its own that every account can reach, unless the folder is closed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("opl-file-").FullName;

    public TemporaryFile(string content, bool closedFolder = false)
    {
        Path = System.IO.Path.Combine(_folder, "model.gguf");
        File.WriteAllText(Path, content);
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, closedFolder ? Open & ~UnixFileMode.OtherExecute : Open);
        }
    }

    public string Path { get; }

    /// <summary>Mode 0600.</summary>
    public void MakePrivate()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>A catalog that lists the demonstration model with the hash that the test wants.</summary>
internal sealed class TemporaryCatalog : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("opl-catalog-").FullName;

    public TemporaryCatalog(string sha256)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        }

        File.Copy(RealWorkers.DemoModel, System.IO.Path.Combine(_folder, "demo.gguf"));
        File.WriteAllText(Path, $$"""
            {
              "models": [
                {
                  "id": "demo-scribe-interim", "file": "demo.gguf", "sha256": "{{sha256}}", "licence": "Apache-2.0", "origin": "this project",
                  "trainingData": "synthetic visits", "contextTokens": 1024, "promptFormat": "demo-scribe-interim", "demonstration": true
                }
              ]
            }
            """);
    }

    public string Path => System.IO.Path.Combine(_folder, "catalog.json");

    public void Select(InferenceOptions options) => (options.CatalogFile, options.ModelId, options.ModelFile) = (Path, "demo-scribe-interim", null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
