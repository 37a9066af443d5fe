using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>Tells how background jobs end that were enqueued after this was made.</summary>
internal sealed class JobsEnded : JobFilterAttribute, IApplyStateFilter, IDisposable
{
    readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _ended = [];

    public JobsEnded() => GlobalJobFilters.Filters.Add(this);

    /// <summary>"Succeeded", or the first other state in which the job rests.</summary>
    public Task<string> StateOfAsync(string job) => Ended(job).Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is SucceededState or FailedState or ScheduledState or DeletedState)
        {
            Ended(context.BackgroundJob.Id).TrySetResult(context.NewState.Name);
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }

    public void Dispose() => GlobalJobFilters.Filters.Remove(this);

    TaskCompletionSource<string> Ended(string job) => _ended.GetOrAdd(job, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
