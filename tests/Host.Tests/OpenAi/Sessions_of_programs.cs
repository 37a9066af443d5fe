using OnPremLlm.Host.Tests.Support;

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

    static async Task AskAsync(Visitor visitor, string content, string? cacheKey)
    {
        var key = cacheKey is null ? "null" : $"\"{cacheKey}\"";
        var answer = await visitor.SendAsync(HttpMethod.Post, "v1/chat/completions", $$"""{"model":"{{ScribeHost.ModelId}}","prompt_cache_key":{{key}},"messages":[{"role":"user","content":"{{content}}"}]}""");
        Assert.True((int)answer.Status == 200, answer.Body);
    }
}
