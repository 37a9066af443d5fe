using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Inference.Worker.Tests.Support;

/// <summary>A random model in a folder of its own, deleted with it.</summary>
internal sealed class TinyModel : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("model");

    public TinyModel(RandomModelOptions options)
        : this(path => RandomModel.Write(path, options))
    {
    }

    TinyModel(Func<string, string> write) => Path = write(System.IO.Path.Combine(folder.FullName, "m.gguf"));

    /// <summary>SentencePiece, chatml, long enough for generations that a test can interrupt.</summary>
    public static RandomModelOptions ChatMl { get; } = new() { ChatTemplate = RandomModelOptions.ChatMl, TrainedContext = 4096 };

    public string Path { get; }

    public GenerationOptions Options => new() { Model = Path, Native = InProcessWorker.NativePackage };

    /// <summary>Makes embeddings, looking both ways.</summary>
    public static TinyModel Bert(Action<GgufFile>? change = null) => new(path =>
    {
        var file = RandomBert.Create();
        change?.Invoke(file);
        using var stream = File.Create(path);
        file.Write(stream);
        return path;
    });

    public void Dispose() => folder.Delete(recursive: true);
}
