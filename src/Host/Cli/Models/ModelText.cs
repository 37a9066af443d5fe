using System.Globalization;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>Sizes and modes as operators read them.</summary>
internal static class ModelText
{
    public static string MiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + (1 << 20) - 1) >> 20:N0} MiB");

    /// <summary>How large it is here.</summary>
    public static string Size(RegisteredModel model) => model.Remote is { } remote ? Place(remote) : MiB(model.SizeBytes);

    public static string Place(RemoteAddress remote) => $"remote at {remote.Server}";

    public static string Of(IsolationMode isolation) => isolation.ToString().ToLowerInvariant();

    public static string Estimate(RegisteredModel model, ModelMemory memory, CatalogModel entry)
    {
        var cache = string.Create(CultureInfo.InvariantCulture, $"{MiB(memory.CacheBytes)} for keys ({entry.KeyType ?? "f16"}) and values ({entry.ValueType ?? "f16"}) of {(model.Embeds ? 1 : model.Sequences)} x {model.ContextTokens:N0} tokens");
        var whose = model.Isolation is IsolationMode.Shared ? "once for all clinics" : "for each clinic";
        var weights = memory.WeightsAreMapped && model.Isolation is IsolationMode.Dedicated ? $"{MiB(memory.WeightsBytes)} of weights once for all clinics" : $"{MiB(memory.WeightsBytes)} of weights";
        var repacked = memory.RepackedBytes > 0 ? $"{MiB(memory.RepackedBytes)} of weights that the CPU keeps again, " : "";
        return $"Memory, by estimate: {weights}; {whose} {repacked}{cache}, {MiB(ModelMemory.WorkerBytes)} for the worker. The first worker needs {MiB(memory.TotalBytes)}, each further one {MiB(memory.OwnBytes)}.";
    }
}
