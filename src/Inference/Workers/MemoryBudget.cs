using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// Keeps the estimates of all generation workers within the budget: before one is started, idle ones are stopped, the least recently used first.
/// Thread-safe; one start at a time makes room.
/// </summary>
internal sealed class MemoryBudget(InferenceOptions options, Func<IEnumerable<WorkerSlot>> slots, ILogger logger) : IDisposable
{
    readonly SemaphoreSlim _making = new(1);
    readonly Lock _gate = new();
    readonly List<Reservation> _held = [];

    /// <summary>Makes room, and holds it until the reservation is disposed.</summary>
    /// <exception cref="InferenceException">
    /// <see cref="InferenceFailure.Busy"/>: what runs is in use. <see cref="InferenceFailure.Misconfigured"/>: the model alone needs more than there is.
    /// </exception>
    public async Task<Reservation> ReserveAsync(SelectedModel model, CancellationToken ct)
    {
        var (memory, budget) = (ModelMemory.Of(model), Budget());
        if (memory.TotalBytes > budget)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The model {model.Id} needs about {MiB(memory.TotalBytes)} MiB and all models together may take {MiB(budget)} MiB. Give it a smaller context or fewer sequences, or raise --model-memory.");
        }

        await _making.WaitAsync(ct);
        try
        {
            while (true)
            {
                if (TryHold(model, memory, budget) is { } reservation)
                {
                    return reservation;
                }

                await EvictAsync(model, memory, budget);
            }
        }
        finally
        {
            _making.Release();
        }
    }

    public void Dispose() => _making.Dispose();

    async Task EvictAsync(SelectedModel model, ModelMemory memory, long budget)
    {
        foreach (var slot in slots().OrderBy(slot => slot.LastUsed))
        {
            if (slot.TryEvict() is { } ended)
            {
                logger.MakesRoom(slot.Owner, slot.Model, MiB(memory.OwnBytes));
                await ended;
                return;
            }
        }

        throw new InferenceException(InferenceFailure.Busy, $"The model {model.Id} needs about {MiB(memory.TotalBytes)} MiB, all models together may take {MiB(budget)} MiB, and those that are loaded are in use. Send the request again later.")
        {
            RetryAfter = TimeSpan.FromSeconds(10),
        };
    }

    Reservation? TryHold(SelectedModel model, ModelMemory memory, long budget)
    {
        lock (_gate)
        {
            var reservation = new Reservation(this, model.Sha256 ?? model.Id, memory);
            if (Used([.. _held, reservation]) > budget)
            {
                return null;
            }

            _held.Add(reservation);
            return reservation;
        }
    }

    // Weights that are mapped from the same files are in memory once.
    static long Used(IEnumerable<Reservation> held)
    {
        var all = held.ToList();
        return all.Sum(one => one.Memory.OwnBytes)
            + all.Where(one => one.Memory.WeightsAreMapped).GroupBy(one => one.Weights).Sum(same => same.Max(one => one.Memory.WeightsBytes));
    }

    long Budget() => options.MemoryBudgetBytes > 0 ? options.MemoryBudgetBytes : MachineMemory.Available / 5 * 4;

    void Free(Reservation reservation)
    {
        lock (_gate)
        {
            _held.Remove(reservation);
        }
    }

    static long MiB(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    /// <summary>Room for one worker.</summary>
    internal sealed class Reservation(MemoryBudget budget, string weights, ModelMemory memory) : IDisposable
    {
        public string Weights => weights;

        public ModelMemory Memory => memory;

        public void Dispose() => budget.Free(this);
    }
}

/// <summary>What this process and its workers may use: the control group's limit, else the machine's memory.</summary>
internal static class MachineMemory
{
    static readonly Lazy<long> _available = new(() => Math.Min(Installed(), Limit()));

    public static long Available => _available.Value;

    static long Installed() => File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kib, ..] && long.TryParse(kib, out var total) ? total << 10 : long.MaxValue;

    // Version 2 of control groups; "max" is no limit.
    static long Limit()
    {
        const string File2 = "/sys/fs/cgroup/memory.max";
        return File.Exists(File2) && long.TryParse(File.ReadAllText(File2).Trim(), out var limit) ? limit : long.MaxValue;
    }
}
