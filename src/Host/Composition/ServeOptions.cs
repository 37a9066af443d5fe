using OnPremLlm.Inference;

namespace OnPremLlm.Host.Composition;

/// <summary>What <c>onpremllm serve</c> was asked for; the defaults are those of the command line.</summary>
internal sealed record ServeOptions
{
    public required string DataFolder { get; init; }

    /// <summary>1 to 65535 on localhost, both IPv4 and IPv6; 0 takes a free one on 127.0.0.1. Default 5080.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>A GGUF file for Scribe instead of <see cref="ModelId"/>.</summary>
    public string? ModelFile { get; init; }

    /// <summary>The model of the catalogs that Scribe drafts with. Default: the demonstration model.</summary>
    public string ModelId { get; init; } = "demo-scribe-interim";

    /// <summary>What all language models together may take of the memory; 0 (default): 80 % of it.</summary>
    public long ModelMemoryMiB { get; init; }

    /// <summary>Names, without a port, under which a reverse proxy serves the Host; localhost is always allowed. Default: none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>0: as many as sensible (cores − 1; 1 for small models).</summary>
    public int Threads { get; init; }

    /// <summary>Layers on the GPU, for models whose entry says nothing; 0 (default) to 512. More than 0 and no GPU found: the Host does not start.</summary>
    public int GpuLayers { get; init; }

    /// <summary>Tokens of prompt and answer together, for models whose entry says nothing; 0: what the model says.</summary>
    public int Context { get; init; }

    /// <summary>Requests that one generation worker holds at a time, 1 to 64.</summary>
    public int Sequences { get; init; } = 4;

    /// <summary>Whether each clinic has a generation worker of its own, or all share one.</summary>
    public IsolationMode Isolation { get; init; } = IsolationMode.Dedicated;

    /// <summary>An unpacked package with llama.cpp. Default: the one for processors, in the app folder.</summary>
    public string? NativeFolder { get; init; }

    /// <summary>The folder that holds worker/, native/ and models/. Default: the one above the program.</summary>
    public string AppFolder { get; init; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ".."));
}
