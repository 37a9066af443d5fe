using OnPremLlm.Host.Api.OpenAi;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Tests.OpenAi;

/// <summary>Which session of the engine a request continues.</summary>
[Collection(OneHost.Name)]
public sealed class Sessions_of_programs(ScribeHost host)
{
    [Fact]
    public async Task Are_kept_apart_by_clinic_by_person_and_by_cache_key()
    {
        var mark = Guid.NewGuid().ToString("N");
        await AskAsync(host.Clinician, mark, "a");
        await AskAsync(host.Clinician, mark, "a");
        await AskAsync(host.Clinician, mark, "b");
        await AskAsync(host.Colleague, mark, "a");
        await AskAsync(host.OtherClinician, mark, "a");
        await AskAsync(host.Clinician, mark, null);

        var sent = host.Engines.LanguageModel.Requests.Where(request => request.Request.Prompt.Messages.Any(message => message.Content == mark)).ToList();
        var sessions = sent.Select(request => request.Request.Session).ToList();

        Assert.Equal(sessions[0], sessions[1]);
        Assert.Equal(4, sessions.Take(5).Distinct().Count());
        Assert.Equal("", sessions[5]);
        Assert.All(sessions, session => Assert.DoesNotContain(mark, session, StringComparison.Ordinal));
        Assert.Equal(host.South.Id.Value, sent[4].Owner.Value);
        Assert.All(sent.Where((_, index) => index != 4), request => Assert.Equal(host.North.Id.Value, request.Owner.Value));
    }

    [Fact]
    public async Task Of_one_cache_key_are_side_by_side_for_requests_that_come_at_once_and_the_same_ones_in_the_next_round()
    {
        var (first, second) = (await AtOnceAsync(3), await AtOnceAsync(3));
        var many = await AtOnceAsync(ApiSessions.Most + 1);

        Assert.Equal(3, first.Distinct().Count());
        Assert.DoesNotContain("", first);
        Assert.Equal(first.Order(), second.Order());
        Assert.Equal(ApiSessions.Most + 1, many.Distinct().Count()); // one of them without a session
        Assert.Contains("", many);
        Assert.DoesNotContain(Assert.Single(await AtOnceAsync(1, host.Colleague)), many);
    }

    [Fact]
    public async Task Are_free_again_when_the_client_leaves_in_the_middle_of_the_answer()
    {
        var mark = Guid.NewGuid().ToString("N");
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engines.LanguageModel.Before = request => Has(request, mark) ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, default) : Task.CompletedTask;
        host.Engines.LanguageModel.OnLeft = request =>
        {
            if (Has(request, mark))
            {
                left.TrySetResult();
            }
        };
        using (var http = new HttpClient { BaseAddress = host.Address })
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", (await host.CreateKeyAsync(host.North)).Text);
            using var body = new StringContent($$"""{"model":"{{ScribeHost.ModelId}}","stream":true,"prompt_cache_key":"gone","messages":[{"role":"user","content":"{{mark}}"}]}""", System.Text.Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = body };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
            Assert.StartsWith("data: {", await lines.ReadLineAsync(), StringComparison.Ordinal);
        }

        await left.Task.WaitAsync(TimeSpan.FromSeconds(60)); // the engine was told
        host.Engines.LanguageModel.Before = _ => Task.CompletedTask;
        host.Engines.LanguageModel.OnLeft = _ => { };
        await AskAsync(host.Clinician, mark, "gone");
    }

    async Task<IReadOnlyList<string>> AtOnceAsync(int number, Visitor? visitor = null)
    {
        var mark = Guid.NewGuid().ToString("N");
        var (all, count) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        host.Engines.LanguageModel.Before = request => !Has(request, mark) ? Task.CompletedTask : Together();
        await Task.WhenAll(Enumerable.Range(0, number).Select(_ => AskAsync(visitor ?? host.Clinician, mark, "side by side")));
        host.Engines.LanguageModel.Before = _ => Task.CompletedTask;
        return [.. host.Engines.LanguageModel.Requests.Where(sent => Has(sent.Request, mark)).Select(sent => sent.Request.Session)];

        Task Together()
        {
            if (Interlocked.Increment(ref count) == number)
            {
                all.SetResult();
            }

            return all.Task;
        }
    }

    static bool Has(GenerationRequest request, string mark) => request.Prompt.Messages.Any(message => message.Content == mark);

    static async Task AskAsync(Visitor visitor, string content, string? cacheKey)
    {
        var key = cacheKey is null ? "null" : $"\"{cacheKey}\"";
        var answer = await visitor.SendAsync(HttpMethod.Post, "v1/chat/completions", $$"""{"model":"{{ScribeHost.ModelId}}","prompt_cache_key":{{key}},"messages":[{"role":"user","content":"{{content}}"}]}""");
        Assert.True((int)answer.Status == 200, answer.Body);
    }
}
