using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Workers;
using static OnPremLlm.Inference.Tests.Support.ScriptedSupervision;

namespace OnPremLlm.Inference.Tests.Scheduling;

/// <summary>Who gives up holds nothing: the engine's only place is free for the next one.</summary>
public sealed class Clients_that_leave : IAsyncDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    readonly ScriptedSupervision _supervision = new();
    readonly ScheduledLanguageModel _model;

    public Clients_that_leave()
    {
        _supervision.Options.Sequences = 1;
        _model = new(_supervision.Model, () => SelectedModel.OutsideCatalog(_supervision.Options.ModelFile!, _supervision.Options), _supervision.Options, _supervision.Time); // set by the supervision
    }

    public ValueTask DisposeAsync() => _supervision.DisposeAsync();

    [Fact]
    public async Task While_the_model_loads_end_neither_the_load_nor_hold_the_place()
    {
        var (asked, loaded) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _supervision.Launcher.Script = worker => worker.BeforeDescribe = _ =>
        {
            asked.TrySetResult();
            return loaded.Task;
        };
        using var impatience = new CancellationTokenSource();
        await using var leaving = _model.GenerateAsync(Owner, Requests.Short, impatience.Token).GetAsyncEnumerator();
        var step = leaving.MoveNextAsync();
        await asked.Task.WaitAsync(_patience);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await step);
        var next = _model.TextAsync(Owner);
        loaded.SetResult();

        Assert.Equal("A healthy answer.", await next.WaitAsync(_patience));
        Assert.Single(_supervision.Launcher.Started); // the load that was begun serves the next
    }

    [Fact]
    public async Task In_the_middle_of_an_answer_end_it_in_the_worker_and_the_next_request_has_the_place()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = true;
        _supervision.Launcher.Script = worker => worker.OnGenerate = async (_, events, call) =>
        {
            if (!first)
            {
                await ScriptedWorker.AnswerAsync(events, "next");
                return;
            }

            first = false;
            await events.WriteAsync(new() { Started = new() { PromptTokens = 5 } });
            call.CancellationToken.Register(() => ended.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.CancellationToken); // an answer without end
        };
        using (var impatience = new CancellationTokenSource())
        {
            await using var leaving = _model.GenerateAsync(Owner, Requests.Short, impatience.Token).GetAsyncEnumerator();
            Assert.True(await leaving.MoveNextAsync());
            var waiting = _model.TextAsync(Owner);
            Assert.False(waiting.IsCompleted);
            var step = leaving.MoveNextAsync();
            await impatience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await step);

            Assert.Equal("next", await waiting.WaitAsync(_patience));
        }

        await ended.Task.WaitAsync(_patience);
    }

    [Fact]
    public async Task In_the_middle_of_a_real_answer_leave_the_only_sequence_to_the_next()
    {
        await using var workers = new RealWorkers(options => options.Sequences = 1);
        await foreach (var update in workers.Model.GenerateAsync(Owner, RealWorkers.Long, default))
        {
            if (update is GenerationUpdate.Text)
            {
                break;
            }
        }

        Assert.NotEmpty(await workers.Model.TextAsync(Owner));
        Assert.Equal(0, workers.Supervisor.Workers.Single().Restarts);
    }
}
