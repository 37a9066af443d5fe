using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Host.Limits;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Limits;

namespace OnPremLlm.Host.Tests.Limits;

/// <summary>Fails closed: without having read the limits a Host does not start, and later the last ones stay.</summary>
[Collection(OneHost.Name)]
public sealed class Limits_while_the_database_is_away(ScribeHost host)
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    readonly StartedTime _time = new();
    readonly RecordedEvents _log = new();

    [Fact]
    public async Task Are_the_last_ones_and_said_once_and_read_again_when_it_is_back()
    {
        using var database = new Database(host.Services.GetRequiredService<IDbContextFactory<ControlDbContext>>());
        var desk = new LimitsDesk(database, TimeProvider.System);
        var owner = new OwnerId(host.South.Id.Value);
        await desk.ChangeAsync(host.South.Id, _ => new() { Queue = 3 }, default);
        using var limits = new ClinicLimits(new TenantDirectory(database), desk, _time, _log);
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await limits.StartAsync(default);
        limits.Changed += changed.SetResult;
        await _time.TimerMade.WaitAsync(_patience);
        Assert.Equal(3, limits.Of(owner).Queue);

        database.IsAway = true;
        for (var reading = 0; reading < 2; reading++)
        {
            _time.Advance(ClinicLimits.Interval);
            Assert.True(await database.Failed.WaitAsync(_patience));
            Assert.Equal(3, limits.Of(owner).Queue);
        }

        database.IsAway = false;
        await desk.ChangeAsync(host.South.Id, _ => new() { Queue = 4 }, default);
        _time.Advance(ClinicLimits.Interval);
        await changed.Task.WaitAsync(_patience);

        Assert.Equal(4, limits.Of(owner).Queue);
        Assert.Single(_log.Ids, id => id == 1010);
        await desk.ChangeAsync(host.South.Id, _ => new(), default);
        await limits.StopAsync(default);
    }

    [Fact]
    public async Task Let_no_Host_start_that_has_not_read_them()
    {
        using var database = new Database(host.Services.GetRequiredService<IDbContextFactory<ControlDbContext>>()) { IsAway = true };
        using var limits = new ClinicLimits(new TenantDirectory(database), new LimitsDesk(database, TimeProvider.System), _time, _log);

        await Assert.ThrowsAsync<TimeoutException>(() => limits.StartAsync(default));
    }

    sealed class StartedTime : FakeTimeProvider
    {
        readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>From then on an advance is noticed.</summary>
        public Task TimerMade => _made.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _made.TrySetResult();
            return timer;
        }
    }

    sealed class Database(IDbContextFactory<ControlDbContext> real) : IDbContextFactory<ControlDbContext>, IDisposable
    {
        public bool IsAway { get; set; }

        /// <summary>One for each reading that failed.</summary>
        public SemaphoreSlim Failed { get; } = new(0);

        public ControlDbContext CreateDbContext()
        {
            if (!IsAway)
            {
                return real.CreateDbContext();
            }

            Failed.Release();
            throw new TimeoutException("The database is away.");
        }

        public void Dispose() => Failed.Dispose();
    }

    sealed class RecordedEvents : ILogger<ClinicLimits>
    {
        public ConcurrentQueue<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Ids.Enqueue(eventId.Id);
    }
}
