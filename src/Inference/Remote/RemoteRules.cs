using System.Net;

namespace OnPremLlm.Inference;

/// <summary>What an entry with a remote engine must be. Each answer is what is wrong, without a full stop, or null.</summary>
internal static class RemoteRules
{
    const int LongestModel = 256;

    public static string? Problem(CatalogModel entry, RemoteEngine remote) =>
        Endpoint(remote.Endpoint) is { } wrong ? $"the remote endpoint of {entry.Id} {wrong}"
        : remote.Model.Length is 0 or > LongestModel || remote.Model.Any(char.IsControl) ? $"the remote model of {entry.Id} is not 1 to {LongestModel} characters"
        : Files(remote).Any(file => file is not null && !Path.IsPathFullyQualified(file)) ? $"a file of the remote engine of {entry.Id} is not named by an absolute path"
        : remote is { ClientKey: not null, ClientCertificate: null } ? $"{entry.Id} has a clientKey without a clientCertificate"
        : remote.Timeout < TimeSpan.FromSeconds(1) || remote.Timeout > TimeSpan.FromHours(1) ? $"the remote timeout of {entry.Id} is not 1 second to 1 hour"
        : entry.ContextTokens == 0 ? $"{entry.Id} needs contextTokens: the remote engine's, of prompt and answer together"
        : HasLocalSettings(entry) ? $"{entry.Id} is remote, and has a setting of a model that runs here (files, isolation, threads, gpuLayers, cache types, mmap, chatTemplate, keepAlive, preWarm, promptFormat)"
        : null;

    // Attack: an entry that sends prompts in the clear over the network, or with credentials in an address that is shown and logged.
    static string? Endpoint(Uri endpoint) =>
        !endpoint.IsAbsoluteUri || endpoint.Scheme is not ("https" or "http") ? "is no https address"
        : endpoint.UserInfo.Length + endpoint.Query.Length + endpoint.Fragment.Length > 0 ? "has more than scheme, host, port and path"
        : endpoint.Scheme == "http" && !IsThisMachine(endpoint) ? "is not https, which only an engine on this machine may be"
        : null;

    public static bool IsThisMachine(Uri endpoint) =>
        endpoint.IdnHost == "localhost" || (IPAddress.TryParse(endpoint.IdnHost, out var address) && IPAddress.IsLoopback(address));

    static string?[] Files(RemoteEngine remote) => [remote.Authority, remote.ClientCertificate, remote.ClientKey, remote.ApiKeyFile];

    static bool HasLocalSettings(CatalogModel entry) =>
        entry is not
        {
            File: null, Sha256: null, Files.Count: 0, SizeBytes: 0, Isolation: null, Threads: null, GpuLayers: null, SplitMode: null, FlashAttention: null, KeyType: null, ValueType: null,
            Mmap: true, ChatTemplate: null, KeepAlive: null, PreWarm: false, PromptFormat: "chat", TrainedContext: 0, CacheBytesPerToken: 0, RepackedBytes: 0,
        };
}
