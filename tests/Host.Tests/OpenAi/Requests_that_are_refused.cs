using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OnPremLlm.Host.Api.OpenAi;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.TestSupport.OpenAi;

namespace OnPremLlm.Host.Tests.OpenAi;

/// <summary>Whatever is not honoured is refused with its name, in the shape of the OpenAI API, and never ignored.</summary>
[Collection(OneHost.Name)]
public sealed class Requests_that_are_refused(ScribeHost host)
{
    const string Chat = "v1/chat/completions";
    const string Text = "v1/completions";
    const string Vectors = "v1/embeddings";

    [Theory]
    [InlineData(Chat, "tools", """[{"type":"function","function":{"name":"f"}}]""", "unsupported_parameter")]
    [InlineData(Chat, "tool_choice", "\"auto\"", "unsupported_parameter")]
    [InlineData(Chat, "functions", """[{"name":"f"}]""", "unsupported_parameter")]
    [InlineData(Chat, "n", "2", "unsupported_parameter")]
    [InlineData(Chat, "presence_penalty", "0.5", "unsupported_parameter")]
    [InlineData(Chat, "frequency_penalty", "-1", "unsupported_parameter")]
    [InlineData(Chat, "logit_bias", """{"50256":-100}""", "unsupported_parameter")]
    [InlineData(Chat, "store", "true", "unsupported_parameter")]
    [InlineData(Chat, "modalities", """["text","audio"]""", "unsupported_parameter")]
    [InlineData(Chat, "modalities", "[1]", "unsupported_parameter")]
    [InlineData(Chat, "modalities", "[[\"text\"]]", "unsupported_parameter")]
    [InlineData(Chat, "function_call", """{"name":"f"}""", "unsupported_parameter")]
    [InlineData(Chat, "audio", """{"voice":"x"}""", "unsupported_parameter")]
    [InlineData(Chat, "reasoning_effort", "\"high\"", "unsupported_parameter")]
    [InlineData(Chat, "repeat_penalty", "1.1", "unsupported_parameter")]
    [InlineData(Chat, "top_k", "40", "unsupported_parameter")]
    [InlineData(Chat, "grammar", "\"root ::= x\"", "unsupported_parameter")]
    [InlineData(Chat, "service_tier", "\"priority\"", "unsupported_parameter")]
    [InlineData(Chat, "temperature", "5.1", "invalid_value")]
    [InlineData(Chat, "temperature", "\"hot\"", "invalid_value")]
    [InlineData(Chat, "top_p", "-0.1", "invalid_value")]
    [InlineData(Chat, "min_p", "1", "invalid_value")]
    [InlineData(Chat, "max_tokens", "0", "invalid_value")]
    [InlineData(Chat, "max_tokens", "1.5", "invalid_value")]
    [InlineData(Chat, "max_completion_tokens", "99999999999", "invalid_value")]
    [InlineData(Chat, "seed", "\"x\"", "invalid_value")]
    [InlineData(Chat, "stop", "[\"\"]", "invalid_value")]
    [InlineData(Chat, "stop", "7", "invalid_value")]
    [InlineData(Chat, "top_logprobs", "5", "invalid_value")]
    [InlineData(Chat, "logprobs", "3", "invalid_value")]
    [InlineData(Chat, "stream", "\"yes\"", "invalid_value")]
    [InlineData(Chat, "prompt_cache_key", "7", "invalid_value")]
    [InlineData(Chat, "messages", "[]", "invalid_value")]
    [InlineData(Chat, "messages", "\"hello\"", "invalid_value")]
    [InlineData(Text, "echo", "true", "unsupported_parameter")]
    [InlineData(Text, "suffix", "\"x\"", "unsupported_parameter")]
    [InlineData(Text, "best_of", "2", "unsupported_parameter")]
    [InlineData(Text, "prompt", """["a","b"]""", "unsupported_parameter")]
    [InlineData(Text, "prompt", "[1,2,3]", "unsupported_parameter")]
    [InlineData(Text, "prompt", "\"\"", "invalid_value")]
    [InlineData(Text, "logprobs", "21", "invalid_value")]
    [InlineData(Vectors, "input", "\"\"", "invalid_value")]
    [InlineData(Vectors, "input", "[]", "invalid_value")]
    [InlineData(Vectors, "input", """["a",""]""", "invalid_value")]
    [InlineData(Vectors, "input", "7", "invalid_value")]
    [InlineData(Vectors, "input", "[1,2]", "unsupported_parameter")]
    [InlineData(Vectors, "input", "[[1],[2]]", "unsupported_parameter")]
    [InlineData(Vectors, "encoding_format", "\"hex\"", "invalid_value")]
    [InlineData(Vectors, "dimensions", "0", "invalid_value")]
    [InlineData(Vectors, "truncate", "true", "unsupported_parameter")]
    public async Task A_field(string path, string field, string value, string code)
    {
        var body = Valid(path);
        body[field] = JsonNode.Parse(value);

        var (status, error) = await PostAsync(path, body.ToJsonString());

        Assert.Equal((HttpStatusCode.BadRequest, code, field), (status, (string?)error["code"], (string?)error["param"]));
        Assert.Contains(field, (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"tool","content":"x"}""", "messages[0].role")]
    [InlineData("""{"role":"wizard","content":"x"}""", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":"x","name":"Ann"}""", "messages[0].name")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:"}}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"assistant","content":"x","tool_calls":[{"id":"1"}]}""", "messages[0].tool_calls")]
    public async Task A_message(string message, string param)
    {
        var (status, error) = await PostAsync(Chat, $$"""{"model":"{{ScribeHost.ModelId}}","messages":[{{message}}]}""");

        Assert.Equal((HttpStatusCode.BadRequest, param), (status, (string?)error["param"]));
    }

    [Theory]
    [InlineData("""{"type":"xml"}""", "response_format.type", "invalid_value")]
    [InlineData("""{"type":"json_schema"}""", "response_format.json_schema", "missing_required_parameter")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x"}}""", "response_format.json_schema.schema", "missing_required_parameter")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"string","pattern":"a+"}}}""", "response_format.json_schema.schema", "invalid_json_schema")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"string","x-span":"absent"}}}""", "response_format.json_schema.schema", "invalid_json_schema")]
    [InlineData("""{"type":"span"}""", "response_format.span_sources", "invalid_value")]
    [InlineData("""{"type":"span","span_sources":[{"name":"Bad name","text":"x"}]}""", "response_format.span_sources[0].name", "invalid_value")]
    [InlineData("""{"type":"span","span_sources":[{"name":"a","text":"x","message":0}]}""", "response_format.span_sources[0].text", "invalid_value")]
    [InlineData("""{"type":"span","span_sources":[{"name":"a","message":9}]}""", "response_format.span_sources[0].message", "invalid_value")]
    [InlineData("""{"type":"span","span_sources":[{"name":"a","text":"x","unit":"sentences"}]}""", "response_format.span_sources[0].unit", "invalid_value")]
    [InlineData("""{"type":"span","span_sources":[{"name":"a","text":"x","within":"word"}]}""", "response_format.span_sources[0].within", "invalid_value")]
    [InlineData("""{"type":"span","span_sources":[{"name":"a","text":"x","max_length":0}]}""", "response_format.span_sources[0].max_length", "invalid_value")]
    public async Task A_response_format(string format, string param, string code)
    {
        var body = Valid(Chat);
        body["response_format"] = JsonNode.Parse(format);

        var (status, error) = await PostAsync(Chat, body.ToJsonString());

        Assert.Equal((HttpStatusCode.BadRequest, param, code), (status, (string?)error["param"], (string?)error["code"]));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"model":"a","model":"b","messages":[]}""")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("""{"model":"a","\udfff":1,"messages":[]}""")]
    public async Task A_body_that_is_no_object_or_says_something_twice(string body) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Chat, body)).Status);

    [Fact]
    public async Task A_body_that_is_nested_without_end() =>
        Assert.Equal("invalid_json", (string?)(await PostAsync(Chat, $$"""{"model":"x","messages":{{new string('[', 50_000)}}{{new string(']', 50_000)}}}""")).Error["code"]);

    [Theory]
    [InlineData(null, (int)RequestBody.LargestBytes + 1, HttpStatusCode.RequestEntityTooLarge, "too_large")]
    [InlineData(null, 40 << 20, HttpStatusCode.RequestEntityTooLarge, "too_large")]
    [InlineData("gzip", 100, HttpStatusCode.UnsupportedMediaType, "media_type")]
    [InlineData(null, 100, HttpStatusCode.BadRequest, "invalid_json")]
    public async Task A_body_that_is_too_large_or_compressed(string? encoding, int length, HttpStatusCode expected, string code)
    {
        using var content = new ByteArrayContent(new byte[length]) { Headers = { ContentType = new("application/json") } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        var (status, error) = await PostAsync(Chat, content);

        Assert.Equal((expected, code), (status, (string?)error["code"]));
    }

    [Fact]
    public async Task A_body_is_not_for_a_byte_order_mark_and_where_it_is_wrong_is_told()
    {
        using var marked = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")]) { Headers = { ContentType = new("application/json") } };

        Assert.Equal("model_not_found", (string?)(await PostAsync(Chat, marked)).Error["code"]);
        Assert.Contains("(line 2, byte ", (string?)(await PostAsync(Chat, "{\"model\":\n nothing}")).Error["message"], StringComparison.Ordinal);
    }

    /// <summary>Seeds of bench/campaigns/fuzz that were once answered with 500: bytes that are no UTF-8.</summary>
    [Theory]
    [InlineData(676)]
    [InlineData(1044)]
    [InlineData(1508)]
    [InlineData(4834)]
    [InlineData(9762)]
    public async Task A_body_whose_texts_are_none(int seed)
    {
        var request = FuzzedRequest.Of(seed);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await host.CreateKeyAsync(host.North)).Text);
        using var content = new ByteArrayContent(request.Body) { Headers = { ContentType = new("application/json") } };
        using var answer = await http.PostAsync(request.Path, content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_model_that_there_is_not()
    {
        var body = Valid(Chat);
        body["model"] = "gpt-4o";

        var (status, error) = await PostAsync(Chat, body.ToJsonString());

        Assert.Equal((HttpStatusCode.NotFound, "model_not_found", "model"), (status, (string?)error["code"], (string?)error["param"]));
    }

    [Theory]
    [InlineData("GET", "v1/chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("POST", "v1/images/generations", HttpStatusCode.NotFound)]
    [InlineData("GET", "v1/models/absent", HttpStatusCode.NotFound)]
    public async Task An_address_or_method_in_the_same_shape(string method, string path, HttpStatusCode expected)
    {
        var answer = await host.Clinician.SendAsync(new HttpMethod(method), path);

        Assert.Equal(expected, answer.Status);
        Assert.NotNull(JsonNode.Parse(answer.Body)?["error"]?["message"]);
    }

    [Fact]
    public async Task What_changes_nothing_may_be_there()
    {
        var body = JsonNode.Parse($$"""
            {"model":"{{ScribeHost.ModelId}}","messages":[{"role":"developer","content":[{"type":"text","text":"Be "},{"type":"text","text":"brief."}]},{"role":"user","content":"x"}],
            "n":1,"user":"u","metadata":{"a":"b"},"safety_identifier":"s","presence_penalty":0,"frequency_penalty":0.0,"logit_bias":{},"tools":[],"tool_choice":"none",
            "parallel_tool_calls":true,"store":false,"service_tier":"auto","modalities":["text"],"stop":null,"response_format":{"type":"text"},"audio":null,"max_tokens":5}
            """)!;

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Chat, body.ToJsonString())).Status);
    }

    [Fact]
    public async Task No_message_repeats_what_was_sent()
    {
        foreach (var body in (string[])[
            $$"""{"model":"{{Canary}}","messages":[{"role":"user","content":"{{Canary}}"}]}""",
            $$"""{"model":"x","messages":[{"role":"{{Canary}}","content":"x"}]}""",
            $$"""{"model":"x","{{Canary}}!":1,"messages":[{"role":"user","content":"x"}]}""",
            $$"""{"model":"x","stop":["{{Canary}}",""],"messages":[{"role":"user","content":"{{Canary}}"}]}""",
            $$"""{"{{Canary}}":"""])
        {
            Assert.DoesNotContain(Canary, (await host.Clinician.SendAsync(HttpMethod.Post, Chat, body)).Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Canary, host.Log, StringComparison.Ordinal);
    }

    const string Canary = "Zebrafish Quillfeather";

    static JsonObject Valid(string path) => JsonNode.Parse(path == Chat
        ? $$"""{"model":"{{ScribeHost.ModelId}}","messages":[{"role":"user","content":"x"}]}"""
        : $$"""{"model":"{{ScribeHost.ModelId}}","{{(path == Vectors ? "input" : "prompt")}}":"x"}""")!.AsObject();

    async Task<(HttpStatusCode Status, JsonNode Error)> PostAsync(string path, HttpContent content)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await host.CreateKeyAsync(host.North)).Text);
        http.DefaultRequestHeaders.ExpectContinue = true; // the Host refuses before it reads, and closes
        using var answer = await http.PostAsync(path, content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!); // every refusal has one
    }

    async Task<(HttpStatusCode Status, JsonNode Error)> PostAsync(string path, string body)
    {
        var answer = await host.Clinician.SendAsync(HttpMethod.Post, path, body);
        return (answer.Status, JsonNode.Parse(answer.Body)?["error"] ?? new JsonObject());
    }
}
