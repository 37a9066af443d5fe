using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Notes;
using OnPremLlm.Scribe.Parking;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Transcription;
using OnPremLlm.Scribe.Visits;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Scribe;

/// <summary>Registers the ambient-scribe workflow. Needs AddTenancy and AddInference.</summary>
public static class ScribeServices
{
    public static IServiceCollection AddScribe(this IServiceCollection services, Action<ScribeOptions> configure)
    {
        services.AddOptions<ScribeOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ScribeStore>();
        services.AddSingleton(p => new TenantLedgers(Get<IOptions<ScribeOptions>>(p).Value.LedgerFolder, Get<Keystore>(p), Get<TimeProvider>(p)));
        services.AddSingleton<IModelLoads, ModelLoadEntries>();
        services.AddSingleton<Dispositions>();
        services.AddSingleton<VisitSessions>();
        services.AddSingleton<FrameLog>();
        services.AddSingleton<NoteStore>();
        services.AddSingleton<TranscriptCommitments>();
        services.AddSingleton<VisitReader>();
        services.AddSingleton<ParkedSessions>();
        services.AddSingleton<DraftMaker>();
        services.AddSingleton<Transcriber>();
        services.AddSingleton<PurgeWork>();
        services.AddSingleton<LedgerRepair>();
        services.AddSingleton<ClockGuard>();
        services.AddSingleton(p => new EvidenceGate(Formulary.Load(Get<IOptions<ScribeOptions>>(p).Value.FormularyFile)));
        services.AddSingleton<Drafter>();
        AddSurface(services);
        return services;
    }

    // The public classes have internal constructors (their collaborators are internal), which the container does not call by itself.
    static void AddSurface(IServiceCollection services)
    {
        services.AddSingleton(p => new VisitDirectory(Get<ScribeStore>(p), Get<VisitSessions>(p), Get<Dispositions>(p), Get<VisitReader>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new AudioCapture(Get<VisitDirectory>(p), Get<VisitSessions>(p), Get<FrameLog>(p), Get<Transcriber>(p)));
        services.AddSingleton(p => new NoteDesk(
            Get<VisitDirectory>(p), Get<NoteStore>(p), Get<DraftMaker>(p), Get<Transcriber>(p), Get<TranscriptCommitments>(p), Get<Dispositions>(p), Get<ILanguageModel>(p), Get<TimeProvider>(p), Get<ILogger<NoteDesk>>(p)));
        services.AddSingleton(p => new VisitRecovery(Get<ScribeStore>(p), Get<VisitSessions>(p), Get<NoteDesk>(p)));
        services.AddSingleton(p => new IdleVisits(Get<VisitSessions>(p), Get<ScribeStore>(p), Get<ParkedSessions>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new RetentionSweep(
            Get<ScribeStore>(p), Get<TenantLedgers>(p), Get<PurgeWork>(p), Get<LedgerRepair>(p), Get<ClockGuard>(p), Get<TimeProvider>(p), Get<ILogger<RetentionSweep>>(p)));
        services.AddSingleton(p => new PurgeRegister(Get<ScribeStore>(p), Get<TenantLedgers>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new ModelHistory(Get<TenantLedgers>(p)));
        services.AddSingleton(p => new PolicyDesk(Get<Dispositions>(p)));
    }

    static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();

    /// <summary>The part that provisioning needs: the tenant's schema.</summary>
    public static IServiceCollection AddScribeSchema(this IServiceCollection services) => services.AddSingleton<ITenantSchema, ScribeSchema>();
}
