using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Remote;
using static OnPremLlm.Inference.Tests.Remote.RemoteSupervision;

namespace OnPremLlm.Inference.Tests.Remote;

/// <summary>Each failure has a kind and a sentence, and none repeats what was asked or answered.</summary>
public sealed class Engines_that_fail : IAsyncLifetime
{
    const string Canary = "Quillfeather";

    readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);
    RemoteSupervision _remote = null!; // set by InitializeAsync

    public async Task InitializeAsync() => _remote = await StartAsync();

    public async Task DisposeAsync() => await _remote.DisposeAsync();

    [Theory]
    [InlineData(429, "engine_busy", InferenceFailure.Busy)]
    [InlineData(503, "engine_unavailable", InferenceFailure.Busy)]
    [InlineData(500, "unexpected", InferenceFailure.WorkerUnavailable)]
    [InlineData(502, "", InferenceFailure.WorkerUnavailable)]
    [InlineData(400, "context_length_exceeded", InferenceFailure.ContextExceeded)]
    [InlineData(400, "no_chat_template", InferenceFailure.NoChatTemplate)]
    [InlineData(400, "unsupported_parameter", InferenceFailure.InvalidRequest)]
    [InlineData(422, Canary, InferenceFailure.InvalidRequest)]
    [InlineData(401, "invalid_api_key", InferenceFailure.Misconfigured)]
    [InlineData(403, "missing_scope", InferenceFailure.Misconfigured)]
    [InlineData(404, "model_not_found", InferenceFailure.ModelRefused)]
    public async Task Are_told_apart_by_status_and_code(int status, string code, InferenceFailure expected)
    {
        _remote.Engine.OnRequest = context => ScriptedEngine.RefuseAsync(context, status, new { message = $"You said {Canary}", type = Canary, code, param = Canary });

        var failure = await FailsAsync();

        Assert.Equal(expected, failure.Failure);
        Assert.Equal(status is 429 or >= 500, failure.Retryable);
    }

    [Fact]
    public async Task Say_when_to_come_again()
    {
        _remote.Engine.OnRequest = context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return ScriptedEngine.RefuseAsync(context, 429, new { message = "busy" });
        };
        Assert.Equal(TimeSpan.FromSeconds(7), (await FailsAsync()).RetryAfter);
        _remote.Engine.OnRequest = context =>
        {
            context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddSeconds(60).ToString("R");
            return ScriptedEngine.RefuseAsync(context, 503, new { message = "busy" });
        };
        Assert.InRange((await FailsAsync()).RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Name_the_field_that_the_engine_does_not_know_and_nothing_else_of_its_words()
    {
        _remote.Engine.OnRequest = context => ScriptedEngine.RefuseAsync(context, 400, new { message = $"min_p? {Canary}", param = "min_p" });
        Assert.Contains("(400) because of min_p.", (await FailsAsync()).Message, StringComparison.Ordinal);
        _remote.Engine.OnRequest = context => ScriptedEngine.RefuseAsync(context, 400, new { message = "This model's maximum context length is 512 tokens." });
        Assert.Equal(InferenceFailure.ContextExceeded, (await FailsAsync()).Failure);
    }

    [Fact]
    public async Task By_a_proxy_before_them_are_not_taken_for_the_engines_own_words()
    {
        _remote.Engine.OnRequest = context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("<html>400 No required SSL certificate was sent</html>");
        };

        Assert.Contains("A reverse proxy does so when it misses or refuses this Host's client certificate", (await FailsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_error_that_is_too_large_are_not_read_to_its_end()
    {
        _remote.Engine.OnRequest = context => ScriptedEngine.RefuseAsync(context, 400, new { message = new string('x', 100_000), code = "context_length_exceeded" });

        Assert.Equal(InferenceFailure.Misconfigured, (await FailsAsync()).Failure);
    }

    [Fact]
    public async Task By_a_redirect_are_not_followed()
    {
        await using var elsewhere = await ScriptedEngine.StartAsync(certificate: null);
        _remote.Engine.OnRequest = context =>
        {
            context.Response.Redirect(elsewhere.Endpoint + "/chat/completions", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        Assert.Contains("answers with a redirect (307), and none is followed", (await FailsAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task In_the_middle_are_retryable_and_what_came_before_stays()
    {
        _remote.Engine.OnRequest = async context =>
        {
            await PieceAsync(context);
            await _half.Task;
            context.Abort();
        };
        Assert.Equal(("half", InferenceFailure.WorkerDied), await HalfAsync());
        _remote.Engine.OnRequest = PieceAsync; // ends politely, and too early
        Assert.Equal(("half", InferenceFailure.WorkerDied), await HalfAsync());
        _remote.Engine.OnRequest = async context =>
        {
            await PieceAsync(context);
            await ScriptedEngine.SendAsync(context, new { error = new { message = Canary, code = "engine_unavailable" } });
        };
        Assert.Equal(("half", InferenceFailure.WorkerDied), await HalfAsync());
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"Quillfeather\n\n")]
    [InlineData("data: [\"Quillfeather\"]\n\n")]
    [InlineData("data: {\"choices\":\"Quillfeather\"}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":17}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\",\"logprobs\":{\"tokens\":[\"a\",\"b\"],\"token_logprobs\":[-1]}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\",\"logprobs\":{\"tokens\":[\"a\"],\"token_logprobs\":[-1],\"top_logprobs\":[]}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\",\"logprobs\":{\"tokens\":[\"a\"],\"token_logprobs\":[-1e999]}}]}\n\n")]
    [InlineData("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":-1}}\n\n")]
    public async Task To_speak_the_API_are_incompatible(string events)
    {
        _remote.Engine.OnRequest = context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync(events);
        };

        Assert.Equal(InferenceFailure.Incompatible, (await FailsAsync()).Failure);
    }

    [Theory]
    [InlineData("""{"count":"3","tokens":["1",2,3]}""")]
    [InlineData("""{"count":-3,"tokens":[null]}""")]
    [InlineData("""{"count":{},"tokens":[[]]}""")]
    public async Task To_count_tokens_as_the_API_has_it_are_incompatible(string told)
    {
        _remote.Change(engine => engine with { Extensions = [RemoteEngine.TokenizeExtension] });
        _remote.Engine.OnRequest = context => JsonAsync(context, told);

        Assert.Equal(InferenceFailure.Incompatible, (await Assert.ThrowsAsync<InferenceException>(async () => await _remote.Model.CountTokensAsync(Owner, Ask().Prompt, default))).Failure);
        Assert.Equal(InferenceFailure.Incompatible, (await Assert.ThrowsAsync<InferenceException>(async () => await _remote.Model.TokenizeAsync(Owner, Ask().Prompt, default))).Failure);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1e999]}],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AADAfw=="}],"usage":{"prompt_tokens":1}}""")] // NaN
    [InlineData("""{"data":[{"index":-1,"embedding":[1]}],"usage":{"prompt_tokens":1}}""")]
    public async Task To_make_vectors_as_the_API_has_them_are_incompatible(string told)
    {
        _remote.Engine.OnRequest = context => JsonAsync(context, told);

        Assert.Equal(InferenceFailure.Incompatible, (await Assert.ThrowsAsync<InferenceException>(async () => await _remote.Model.EmbedAsync(Owner, new() { Texts = ["a"] }, default))).Failure);
    }

    [Fact]
    public async Task By_an_event_without_end_take_no_memory_for_it()
    {
        _remote.Engine.OnRequest = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var sent = 0; sent < 64 && !context.RequestAborted.IsCancellationRequested; sent++)
            {
                await context.Response.WriteAsync("data: " + new string('x', 1 << 20));
            }
        };

        Assert.Equal(InferenceFailure.Incompatible, (await FailsAsync()).Failure);
    }

    [Fact]
    public async Task By_silence_are_given_up()
    {
        _remote.Change(engine => engine with { Timeout = TimeSpan.FromSeconds(1) });
        _remote.Engine.OnRequest = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        Assert.Equal(InferenceFailure.WorkerUnavailable, (await FailsAsync()).Failure);
        _remote.Engine.OnRequest = async context =>
        {
            await PieceAsync(context);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        Assert.Equal(("half", InferenceFailure.WorkerDied), await HalfAsync());
    }

    [Fact]
    public async Task By_a_connection_that_ends_at_once_are_not_taken_for_a_refused_certificate_that_was_accepted_before()
    {
        await _remote.Model.TextAsync(Owner, Ask());
        _remote.Engine.OnRequest = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(InferenceFailure.WorkerUnavailable, (await FailsAsync()).Failure);
    }

    [Fact]
    public async Task That_are_not_there_are_unavailable()
    {
        using var closed = new TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        var port = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        _remote.Change(engine => engine with { Endpoint = new($"https://localhost:{port}/v1") });

        var failure = await FailsAsync();

        Assert.Equal(InferenceFailure.WorkerUnavailable, failure.Failure);
        Assert.Contains("ConnectionRefused", failure.Message, StringComparison.Ordinal);
        _remote.Change(engine => engine with { Endpoint = new("https://no-such-host.invalid/v1") });
        Assert.Equal(InferenceFailure.WorkerUnavailable, (await FailsAsync()).Failure);
    }

    [Theory]
    [InlineData("https://8.8.8.8/v1", "8.8.8.8, which is no address inside the building")]
    [InlineData("https://[2606:4700::1111]:8443/v1", "2606:4700::1111, which is no address inside the building")]
    public async Task On_the_internet_are_not_connected_to(string endpoint, string expected)
    {
        _remote.Change(engine => engine with { Endpoint = new(endpoint) });

        var failure = await FailsAsync();

        Assert.Equal(InferenceFailure.Misconfigured, failure.Failure);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_name_leads_to_the_internet_are_not_connected_to_there()
    {
        var resolved = 0;
        System.Net.IPAddress[] addresses = [System.Net.IPAddress.Parse("8.8.8.8")];
        var probe = new RemoteProbe(new RemoteClient(TimeProvider.System, NullLogger.Instance, (_, _) =>
        {
            resolved++;
            return Task.FromResult(addresses);
        }));

        var failure = await Assert.ThrowsAsync<InferenceException>(() => probe.CheckAsync(_remote.Remote, default));
        Assert.Contains("is at 8.8.8.8, which is no address inside the building", failure.Message, StringComparison.Ordinal);
        var plain = _remote.Remote with { Endpoint = new($"http://localhost:{_remote.Engine.Endpoint.Port}/v1") };
        addresses = [System.Net.IPAddress.Parse("10.0.0.1")];
        Assert.Contains("http is for this machine only", (await Assert.ThrowsAsync<InferenceException>(() => probe.CheckAsync(plain, default))).Message, StringComparison.Ordinal);

        (addresses, resolved) = ([System.Net.IPAddress.Parse("8.8.8.8"), System.Net.IPAddress.Loopback], 0);
        Assert.Equal(512, (await probe.CheckAsync(_remote.Remote, default)).ContextTokens);
        Assert.Equal(1, resolved); // the address that was looked at is the one that was connected to
    }

    [Fact]
    public async Task When_the_caller_leaves_are_told_at_once()
    {
        var ended = new TaskCompletionSource();
        _remote.Engine.OnRequest = async context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            await PieceAsync(context);
            await ended.Task;
        };
        await foreach (var update in _remote.Model.GenerateAsync(Owner, Ask(), default))
        {
            if (update is GenerationUpdate.Text)
            {
                break;
            }
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));

        ended = new();
        using var leave = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in _remote.Model.GenerateAsync(Owner, Ask(), leave.Token))
            {
                await leave.CancelAsync();
            }
        });
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    async Task<InferenceException> FailsAsync()
    {
        var failure = await _remote.Model.FailsAsync(Owner, Ask(Canary));
        Assert.DoesNotContain(Canary, failure.ToString(), StringComparison.OrdinalIgnoreCase);
        return failure;
    }

    async Task<(string Text, InferenceFailure Failure)> HalfAsync()
    {
        var text = "";
        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var update in _remote.Model.GenerateAsync(Owner, Ask(Canary), default))
            {
                text += update is GenerationUpdate.Text piece ? piece.Value : "";
                _ = text.Length > 0 && _half.TrySetResult();
            }
        });
        Assert.True(failure.Retryable);
        Assert.DoesNotContain(Canary, failure.ToString(), StringComparison.Ordinal);
        return (text, failure.Failure);
    }

    static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    static Task PieceAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        return ScriptedEngine.SendAsync(context, new { choices = new[] { new { delta = new { content = "half" } } } });
    }
}
