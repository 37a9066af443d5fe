using System.Diagnostics;
using System.Globalization;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Web;

/// <summary>Models in the words of those who read the pages.</summary>
internal static class ModelWords
{
    public const string Unknown = "not stated";

    /// <summary>What stands where a file's hash would.</summary>
    public static string WithoutHash(RegisteredModel model) => model.Remote is { } remote ? $"{remote.Model} at {remote.Server}" : "not listed";

    /// <summary>What stands where a file's hash would.</summary>
    public static string WithoutHash(ModelThatRan model) => model.Remote is { } remote ? $"{model.RemoteModel} at {remote}" : "not listed";

    public static string Process(IsolationMode isolation) => isolation switch
    {
        IsolationMode.Dedicated => "This clinic's own",
        IsolationMode.Shared => "Shared with other clinics",
        IsolationMode.Remote => "On another server of the hospital",
        _ => throw new UnreachableException(),
    };

    /// <param name="isolation">As a ledger has it.</param>
    public static string Process(string isolation) => Enum.TryParse<IsolationMode>(isolation, ignoreCase: true, out var known) ? Process(known) : isolation;

    public static string MiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");
}
