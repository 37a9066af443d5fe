using System.Collections.Frozen;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Limits;

namespace OnPremLlm.Host.Limits;

/// <summary>
/// The clinics' limits in the memory of the running Host, read again every two seconds. Read once before anything is served: a Host that does not know
/// them does not start. Where the database is away later, the last ones stay in force. Thread-safe.
/// </summary>
internal sealed class ClinicLimits(TenantDirectory tenants, LimitsDesk desk, TimeProvider time, ILogger<ClinicLimits> log) : BackgroundService, IOwnerLimits
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    static readonly OwnerLimits _none = new();

    volatile FrozenDictionary<OwnerId, OwnerLimits> _known = FrozenDictionary<OwnerId, OwnerLimits>.Empty;

    public event Action? Changed;

    /// <summary>Of a clinic that was made since the last reading, what counts where nothing is set: nothing is.</summary>
    public OwnerLimits Of(OwnerId owner) => _known.GetValueOrDefault(owner, _none);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var fails = false;
        using var timer = new PeriodicTimer(Interval, time);
        while (await TicksAsync(timer, stoppingToken))
        {
            try
            {
                await ReadAsync(stoppingToken);
                fails = false;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (!fails)
                {
                    log.LimitsNotRead(failure.GetType().Name);
                }

                fails = true;
            }
        }
    }

    // False at the end, also of a Host that ends before it was up.
    static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task ReadAsync(CancellationToken ct)
    {
        var read = new Dictionary<OwnerId, TenantLimits>();
        foreach (var tenant in await tenants.ListAsync(ct))
        {
            read[new(tenant.Id.Value)] = await desk.GetAsync(tenant.Id, ct);
        }

        var changed = read.Where(now => Of(now.Key) != Engine(now.Value)).ToList();
        _known = read.ToFrozenDictionary(now => now.Key, now => Engine(now.Value));
        foreach (var (owner, limits) in changed)
        {
            log.LimitsChanged(owner, LimitWords.Sentence(limits));
        }

        if (changed.Count > 0)
        {
            Changed?.Invoke();
        }
    }

    static OwnerLimits Engine(TenantLimits set) => new()
    {
        Concurrency = set.Concurrency ?? _none.Concurrency,
        Queue = set.Queue ?? _none.Queue,
        TokensPerMinute = set.TokensPerMinute ?? _none.TokensPerMinute,
        ContextTokens = set.ContextTokens ?? _none.ContextTokens,
        Weight = set.Weight ?? _none.Weight,
    };
}
