using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>What goes into a batch, and when one is broken off.</summary>
public sealed class BatchTests : IDisposable
{
    const int Capacity = 512;

    readonly FakeTimeProvider time = new();
    readonly BatchBuilder batch = new(Capacity);
    readonly OwnerShares shares = new();
    readonly BatchPace pace;

    public BatchTests() => pace = new(time);

    public void Dispose() => batch.Dispose();

    [Fact]
    public void Prompts_of_who_has_fewest_requests_go_first_and_alone_and_ones_own_in_equal_shares()
    {
        pace.Measure(512, TimeSpan.FromSeconds(1)); // so 128 in the quarter of a second that another owner may wait for
        shares.Count("quiet", 1_000, 0);

        Assert.Equal([0, 48, 0], Fill(Waiting("busy", 0, 900), Waiting("quiet", 1, 48), Waiting("busy", 2, 900)));
        Assert.Equal([64, 64], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900)));
    }

    [Fact]
    public void Of_two_with_as_many_requests_who_was_served_least_goes_first_and_who_was_served_far_more_never_does()
    {
        shares.Count("two", 10, 0);
        Assert.Equal([32, 0], Fill(Waiting("one", 0, 900), Waiting("two", 1, 900)));

        shares.Count("two", 4_096, 0);
        Assert.Equal([32, 0, 0], Fill(Waiting("one", 0, 900), Waiting("one", 2, 900), Waiting("two", 1, 900)));
    }

    /// <summary>Attack: short requests of one's own, one after the other, beside a long one.</summary>
    [Fact]
    public void Where_not_all_prompts_of_an_owner_fit_they_take_turns()
    {
        pace.Measure(32, TimeSpan.FromSeconds(1));
        var (answer, longest) = (Answering("other", 1), Waiting("one", 0, 900));

        Assert.Equal([0, 1, 32], Fill(longest, answer, Waiting("one", 2, 40)));
        Assert.Equal([32, 1, 0], Fill(longest, answer, Waiting("one", 2, 40)));
    }

    [Fact]
    public void Until_an_answer_has_begun_the_prompts_of_others_wait_and_then_no_longer()
    {
        var quiet = Generating("quiet", 1);

        Assert.Equal([0, 0, 1], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900), quiet));
        quiet.CompletionTokens = 4;
        Assert.Equal([32, 0, 1], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900), quiet));
    }

    /// <summary>Attack: small requests, one after the other, so that nobody else's prompt is ever evaluated.</summary>
    [Fact]
    public void Prompts_that_waited_a_quarter_of_a_second_get_what_a_batch_has_to_spare()
    {
        var quiet = Generating("quiet", 1);
        Assert.Equal([0, 0, 1], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900), quiet));
        time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal([32, 0, 1], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900), quiet));
        Assert.Equal([0, 0, 1], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900), quiet));
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal([12, 0, 20], Fill(Waiting("busy", 0, 900), Waiting("busy", 2, 900), Waiting("quiet", 1, 20)));
    }

    [Fact]
    public void A_prompt_alone_fills_the_batch()
    {
        Assert.Equal([Capacity], Fill(Waiting("one", 0, 900)));
    }

    [Fact]
    public void Of_one_owner_a_prompt_takes_a_second_beside_an_answer_and_never_less_than_128()
    {
        pace.Measure(100, TimeSpan.FromSeconds(1));
        Assert.Equal([1, 128], Fill(Generating("one", 0), Waiting("one", 1, 900)));

        Measure(300);
        Assert.Equal([1, 300], Fill(Generating("one", 0), Waiting("one", 1, 900)), new Near(10));
    }

    [Fact]
    public void With_several_owners_and_for_ten_seconds_after_a_batch_is_as_long_as_a_newcomer_may_wait()
    {
        pace.Measure(200, TimeSpan.FromSeconds(1));
        Assert.Equal([1, 50], Fill(Answering("one", 0), Waiting("two", 1, 900)));

        Assert.Equal([50], Fill(Waiting("two", 1, 900)));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([Capacity], Fill(Waiting("two", 1, 900)));
    }

    [Fact]
    public void However_slow_a_batch_takes_32_tokens()
    {
        pace.Measure(32, TimeSpan.FromSeconds(30));

        Assert.Equal([1, 32], Fill(Answering("one", 0), Waiting("two", 1, 900)));
    }

    [Fact]
    public void A_long_batch_is_broken_off_for_a_newcomer_and_no_other_before_that_was_paid_for()
    {
        var interruption = new Interruption(time);
        interruption.Begin(time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(interruption.IsDue(tokens: 16));
        Assert.True(interruption.IsDue(tokens: 512)); // a second of work is lost
        interruption.Begin(time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(interruption.IsDue(tokens: 512));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(interruption.IsDue(tokens: 512));
    }

    [Fact]
    public async Task An_answer_whose_prompt_was_broken_off_for_others_is_the_same()
    {
        using var model = new TinyModel(TinyModel.ChatMl);
        await using var worker = await InProcessWorker.StartAsync(model.Options with { Context = 4096, Sequences = 2 });
        var prompt = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"word {i}"));
        var expected = await Completion.OfAsync(worker.Generation, Requests.Text(prompt));

        for (var round = 0; round < 5; round++)
        {
            var answer = Completion.OfAsync(worker.Generation, Requests.Text(prompt));
            while (!answer.IsCompleted)
            {
                await Completion.OfAsync(worker.Generation, new GenerateRequest { Owner = "newcomer", Prompt = new() { Parts = { new PromptPart { Text = "x" } } }, MaxTokens = 1 });
            }

            Assert.Equal(expected.Text, (await answer).Text);
        }
    }

    IEnumerable<int> Fill(params GenerationTask[] tasks)
    {
        batch.Fill(tasks, shares, pace, isContended: false);
        return tasks.Select(task => task.InBatch);
    }

    void Measure(int tokensPerSecond)
    {
        for (var i = 0; i < 30; i++)
        {
            pace.Measure(tokensPerSecond, TimeSpan.FromSeconds(1));
        }
    }

    static GenerationTask Generating(string owner, int sequence)
    {
        var task = Waiting(owner, sequence, 1);
        task.GenerationStart = 1;
        return task;
    }

    // Past its beginning.
    static GenerationTask Answering(string owner, int sequence)
    {
        var task = Generating(owner, sequence);
        task.CompletionTokens = 10;
        return task;
    }

    static GenerationTask Waiting(string owner, int sequence, int tokens)
    {
        var task = new GenerationTask(new(owner, ""), [], 1, new(), [], default) { Sequence = new(sequence) };
        task.Pending.AddRange(Enumerable.Repeat(1, tokens));
        return task;
    }

    sealed class Near(int most) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Math.Abs(x - y) <= most;

        public int GetHashCode(int obj) => 0;
    }
}
