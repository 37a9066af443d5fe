using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Inference.Tests.Scheduling;

/// <summary>What IT sets for one owner, before a scripted worker that holds 512 tokens and counts words.</summary>
public sealed class Limits_of_an_owner : IAsyncDisposable
{
    static readonly OwnerId _mine = ScriptedSupervision.Owner;
    static readonly OwnerId _theirs = ScriptedSupervision.OtherOwner;

    readonly ScriptedSupervision _supervision = new();
    readonly SettableLimits _limits = new();
    readonly ScheduledLanguageModel _model;

    public Limits_of_an_owner()
    {
        _supervision.Options.Limits = _limits;
        _model = new(_supervision.Model, () => SelectedModel.OutsideCatalog(_supervision.Options.ModelFile!, _supervision.Options), _supervision.Options, _supervision.Time); // set by the supervision
    }

    public ValueTask DisposeAsync() => _supervision.DisposeAsync();

    [Fact]
    public async Task The_context_is_the_smaller_of_the_models_and_the_owners()
    {
        _limits.Set(_mine, new() { ContextTokens = 100 });
        Assert.Equal(100, (await _model.DescribeAsync(_mine, default)).ContextPerSequence);
        Assert.Equal(512, (await _model.DescribeAsync(_theirs, default)).ContextPerSequence);

        _limits.Set(_mine, new() { ContextTokens = 1_000_000 });
        Assert.Equal(512, (await _model.DescribeAsync(_mine, default)).ContextPerSequence);
    }

    [Fact]
    public async Task A_request_beyond_the_owners_context_is_refused_with_the_limit_and_never_reaches_the_worker()
    {
        _limits.Set(_mine, new() { ContextTokens = 20 });
        var reached = 0;
        _supervision.Launcher.Script = worker => worker.OnGenerate = (_, events, _) =>
        {
            Interlocked.Increment(ref reached);
            return ScriptedWorker.AnswerAsync(events, "x");
        };

        var refused = await _model.FailsAsync(_mine, Requests.Of("one two three", 18));

        Assert.Equal((InferenceFailure.ContextExceeded, 0), (refused.Failure, reached));
        Assert.Equal("The prompt has 3 tokens and 18 may be generated, and this clinic may use 20 tokens in one request (a limit that IT set; the model holds 512). Send a shorter prompt, or ask for fewer tokens.", refused.Message);
        Assert.Equal("x", await _model.TextAsync(_mine, Requests.Of("one two three", 17)));
        Assert.Equal("x", await _model.TextAsync(_theirs, Requests.Of("one two three", 400)));
        Assert.Equal(2, reached);
    }

    [Fact]
    public async Task A_prompt_of_one_token_is_said_to_have_one_token()
    {
        _limits.Set(_mine, new() { ContextTokens = 20 });

        Assert.StartsWith("The prompt has 1 token and 20 may be generated, ", (await _model.FailsAsync(_mine, Requests.Of("one", 20))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_most_tokens_that_can_be_asked_for_are_no_way_around_it()
    {
        _limits.Set(_mine, new() { ContextTokens = 20 });

        Assert.Equal(InferenceFailure.ContextExceeded, (await _model.FailsAsync(_mine, Requests.Of("one", int.MaxValue))).Failure);
    }

    [Fact]
    public async Task As_many_as_fit_are_as_many_as_fit_the_owners_context()
    {
        _limits.Set(_mine, new() { ContextTokens = 20 });
        var asked = 0;
        _supervision.Launcher.Script = worker => worker.OnGenerate = (request, events, _) =>
        {
            asked = request.MaxTokens;
            return ScriptedWorker.AnswerAsync(events, "x");
        };

        await _model.TextAsync(_mine, Requests.Of("one two three", GenerationRequest.AllThatFit));

        Assert.Equal(17, asked);
    }

    [Fact]
    public async Task A_change_lets_those_in_that_wait_and_the_other_owner_has_never_waited()
    {
        var release = new TaskCompletionSource();
        _supervision.Launcher.Script = worker => worker.OnGenerate = async (_, events, _) =>
        {
            await release.Task;
            await ScriptedWorker.AnswerAsync(events, "x");
        };
        _limits.Set(_mine, new() { Concurrency = 1 });
        await using var first = _model.GenerateAsync(_mine, Requests.Short, default).GetAsyncEnumerator();
        var begun = first.MoveNextAsync();
        _limits.Set(_theirs, new() { Concurrency = 2 });
        var theirs = Task.WhenAll(_model.TextAsync(_theirs), _model.TextAsync(_theirs));
        _limits.Set(_mine, new() { Concurrency = 1, Queue = 0 });
        Assert.Equal(InferenceFailure.QueueFull, (await _model.FailsAsync(_mine)).Failure);

        _limits.Set(_mine, new() { Concurrency = 2, Queue = 0 });
        var second = _model.TextAsync(_mine);
        release.SetResult();

        Assert.Equal(["x", "x"], await theirs);
        Assert.Equal("x", await second);
        Assert.True(await begun);
    }

    sealed class SettableLimits : IOwnerLimits
    {
        readonly Dictionary<OwnerId, OwnerLimits> _set = [];

        public event Action? Changed;

        public OwnerLimits Of(OwnerId owner) => _set.GetValueOrDefault(owner, new());

        public void Set(OwnerId owner, OwnerLimits limits)
        {
            _set[owner] = limits;
            Changed?.Invoke();
        }
    }
}
