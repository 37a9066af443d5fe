using System.Diagnostics;
using OnPremLlm.Host.Api;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Web.Admin;

/// <summary>States, roles and engines in the words of those who read the page.</summary>
internal static class AdminText
{
    public static string Of(Role role) => role switch
    {
        Role.Clinician => "Clinician",
        Role.TenantAdministrator => "Clinic administrator",
        Role.Compliance => "Compliance officer",
        Role.Operator => "IT operator",
        _ => throw new UnreachableException(),
    };

    public static string Of(TenantState state) => state switch
    {
        TenantState.Active => "In use",
        TenantState.Suspended => "Suspended: nobody can sign in",
        _ => throw new UnreachableException(),
    };

    /// <summary>Whose visits are here. Never the word "training" alone: beside "nothing is used for training" it reads as if models learnt from this clinic.</summary>
    public static string Purpose(Tenant tenant) => tenant.IsTraining ? "Practice clinic (made-up visits only)" : "Visits of patients";

    public static string Of(WorkerKind kind) => kind switch
    {
        WorkerKind.Generation => "Language model",
        WorkerKind.Speech => "Speech recognition",
        _ => throw new UnreachableException(),
    };

    public static string Of(WorkerState state) => state switch
    {
        WorkerState.Stopped => "Stopped until it is needed",
        WorkerState.Starting => "Starting",
        WorkerState.Ready => "Ready",
        WorkerState.BackingOff => "Waiting after a failure",
        _ => throw new UnreachableException(),
    };

    /// <summary>Of a model that is served here; the reason of a failure stands beside it.</summary>
    public static string Of(RegisteredModel model) => model.LastFailure is null ? Of(model.State) : "Failed";

    public static string Of(ApiKeyState state) => state switch
    {
        ApiKeyState.Active => "In use",
        ApiKeyState.Expired => "Expired",
        ApiKeyState.Revoked => "Revoked",
        _ => throw new UnreachableException(),
    };

    /// <summary>What a key with this scope may ask for.</summary>
    public static string OfScope(string scope) => scope switch
    {
        Policies.Inference => "Inference: chat, completions, counting tokens",
        Policies.Embeddings => "Embeddings",
        Policies.ModelList => "The list of models",
        _ => throw new UnreachableException(),
    };

    /// <summary>What a worker is known by.</summary>
    public static string Name(WorkerStatus worker) => worker.Model.Length > 0 ? $"{Of(worker.Kind)} {worker.Model}" : Of(worker.Kind);

    public static string Engine(WorkerStatus worker) => worker.Engine.Length > 0 ? worker.Engine : "not started yet";

    /// <summary>Not every engine names its devices; one without a process has none.</summary>
    public static string Devices(WorkerStatus worker) =>
        worker.Devices.Count > 0 ? string.Join(", ", worker.Devices) : Runs(worker) ? "not told by this engine" : "not started yet";

    /// <summary>Account and network are those of a process: of none, nothing is said.</summary>
    public static string YesNo(WorkerStatus worker, bool yes) => !Runs(worker) ? "–" : yes ? "yes" : "no";

    public static string Tone(WorkerStatus worker, bool good) => Runs(worker) && !good ? "bad" : "";

    static bool Runs(WorkerStatus worker) => worker.ProcessId != 0;
}
