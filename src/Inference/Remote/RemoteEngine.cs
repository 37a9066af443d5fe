using System.Text.Json.Serialization;

namespace OnPremLlm.Inference;

/// <summary>An engine on another server of the hospital that speaks the OpenAI API, as a catalog's entry names it. Secrets are in files of their own, never in the catalog.</summary>
public sealed record RemoteEngine
{
    /// <summary>Where its API begins, for example https://engines.hospital.example/v1. http only for this machine itself.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model's id over there.</summary>
    public required string Model { get; init; }

    /// <summary>PEM file with the authorities that may have issued the server's certificate; null (default): those that this system trusts. Absolute.</summary>
    public string? Authority { get; init; }

    /// <summary>PEM file with this Host's client certificate, intermediates after it. Absolute. Null (default): none is shown.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>PEM file with its private key, not encrypted; null: it is in <see cref="ClientCertificate"/>. Absolute.</summary>
    public string? ClientKey { get; init; }

    /// <summary>File whose only line is the API key. Absolute. Null (default): none is sent.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>How long it may be silent, until its answer begins and between two pieces of it; 1 s to 1 h. Default 5 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What it has beyond the OpenAI API, from its list of models: <see cref="SpanExtension"/>, <see cref="TokenizeExtension"/>. Default: nothing.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Answers can be bound to exact quotations (x-span, span_sources).</summary>
    public const string SpanExtension = "span";

    /// <summary>POST tokenize.</summary>
    public const string TokenizeExtension = "tokenize";

    /// <summary>What may be shown of it.</summary>
    [JsonIgnore]
    public RemoteAddress Address => new(Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.StrongPort, UriFormat.UriEscaped), Model);
}

/// <summary>Where a remote engine is and what it is called there. <paramref name="Server"/>: scheme, host and port.</summary>
public sealed record RemoteAddress(string Server, string Model);
