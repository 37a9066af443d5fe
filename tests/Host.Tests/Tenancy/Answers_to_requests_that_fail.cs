using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Tenancy;

/// <summary>Every failure is application/problem+json with a code, also where the framework would send nothing or a page.</summary>
[Collection(OneHost.Name)]
public sealed class Answers_to_requests_that_fail(ScribeHost host) : IDisposable
{
    static readonly string _visit = $"api/visits/{Guid.Empty}";

    readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Address };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("GET", "api")]
    [InlineData("GET", "api/")]
    [InlineData("GET", "api/nothing")]
    [InlineData("GET", "API/nothing/here")]
    [InlineData("GET", "api/nothing.json")]
    [InlineData("GET", "api/visits/no-id")]
    [InlineData("POST", "api/nothing")]
    [InlineData("PUT", "api/visits/no-id/draft")]
    [InlineData("GET", "hubs/nothing")]
    [InlineData("POST", "hubs/nothing/negotiate")]
    public async Task An_unknown_address_is_not_found_and_no_page(string method, string path)
    {
        await FailsAsync(Request(method, path, host.Clinician), HttpStatusCode.NotFound, ApiErrors.NotFound);
        await FailsAsync(Request(method, path, null), HttpStatusCode.Unauthorized, ApiErrors.NotSignedIn);
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_named_beside_those_that_it_takes()
    {
        using var answer = await FailsAsync(Request("PATCH", "api/visits", host.Clinician), HttpStatusCode.MethodNotAllowed, ApiErrors.MethodNotAllowed);

        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Without_session_or_right_the_code_says_which()
    {
        await FailsAsync(Request("GET", "api/visits", null), HttpStatusCode.Unauthorized, ApiErrors.NotSignedIn);
        await FailsAsync(Request("GET", "api/visits", host.Compliance), HttpStatusCode.Forbidden, ApiErrors.NotAllowed);
        var foreign = Request("POST", "api/visits", host.Clinician);
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        await FailsAsync(foreign, HttpStatusCode.Forbidden, ApiErrors.ForeignOrigin);
    }

    [Fact]
    public async Task An_absent_receipt_is_called_a_receipt() =>
        await FailsAsync(Request("GET", $"api/compliance/receipts/{Guid.NewGuid()}/bundle", host.Compliance), HttpStatusCode.NotFound, ApiErrors.ReceiptNotFound);

    [Fact]
    public async Task A_form_without_its_token_is_told_so() =>
        await FailsAsync(With(Request("POST", "compliance", host.Compliance), new FormUrlEncodedContent([new("_handler", "sweep")])), HttpStatusCode.BadRequest, HubErrors.Invalid);

    [Theory]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task A_body_that_is_no_JSON_in_UTF8_is_refused_by_its_type(string? type)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        await FailsAsync(With(Request("POST", _visit + "/consent", host.Clinician), content), HttpStatusCode.UnsupportedMediaType, ApiErrors.MediaType);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    public async Task A_body_in_UTF8_is_read(string type)
    {
        var content = new ByteArrayContent("{\"mode\":\"Explicit\"}"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        await FailsAsync(With(Request("POST", _visit + "/consent", host.Clinician), content), HttpStatusCode.NotFound, HubErrors.NotFound);
    }

    [Fact]
    public async Task A_sign_in_of_more_than_16_KiB_is_not_read()
    {
        var body = $"{{\"email\":\"a@b.test\",\"password\":\"{new string('x', 16 * 1024)}\"}}";

        await FailsAsync(With(Request("POST", "api/session", null), new StringContent(body, Encoding.UTF8, "application/json")), HttpStatusCode.RequestEntityTooLarge, ApiErrors.TooLarge);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:5080")]
    public async Task Another_host_s_name_is_refused(string name)
    {
        var request = Request("GET", "api/visits", host.Clinician);
        request.Headers.Host = name;
        using var answer = await _http.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public void The_operator_s_names_are_admitted_beside_this_machine_s()
    {
        var hosts = new HostFilteringOptions();

        RequestLimits.Configure(hosts, new ServeOptions { DataFolder = "/", AllowedHosts = ["scribe.hospital.example"] });

        Assert.Equal(["localhost", "127.0.0.1", "[::1]", "scribe.hospital.example"], hosts.AllowedHosts);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:5080")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:5080")]
    public async Task This_machine_s_names_are_admitted(string name)
    {
        var request = Request("GET", "api/visits", host.Clinician);
        request.Headers.Host = name;
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("api/visits", true)]
    [InlineData("api/nothing", true)]
    [InlineData("api/visits/0191d3a6-0000-7000-8000-000000000000", true)]
    [InlineData("", true)]
    [InlineData("visits", true)]
    [InlineData("nothing.js", true)]
    [InlineData("demo/visit-1.wav", true)]
    [InlineData("css/app.css", false)]
    public async Task Only_program_files_may_be_kept_and_every_answer_has_the_headers(string path, bool fresh)
    {
        using var answer = await _http.SendAsync(Request("GET", path, host.Clinician));

        Assert.Equal(fresh, answer.Headers.CacheControl?.NoStore ?? false);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task The_log_names_the_endpoint_and_a_file_without_permission_is_no_missing_session()
    {
        var log = new Lines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddExceptionHandler<Failures>().AddProblemDetails().AddSingleton<ILogger<Failures>>(log);
        await using var app = builder.Build();
        app.UseExceptionHandler();
        app.MapGet("/records/{id}", string (string id) => throw new UnauthorizedAccessException(id));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await http.GetAsync("records/7");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(["Request to HTTP: GET /records/{id} failed: UnauthorizedAccessException"], log);
    }

    static HttpRequestMessage Request(string method, string path, Visitor? visitor)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (visitor is not null)
        {
            request.Headers.Add("Cookie", $"onpremllm={visitor.Session}");
        }

        return request;
    }

    static HttpRequestMessage With(HttpRequestMessage request, HttpContent content)
    {
        request.Content = content;
        return request;
    }

    async Task<HttpResponseMessage> FailsAsync(HttpRequestMessage request, HttpStatusCode status, string code)
    {
        var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, JsonNode.Parse(body)?["code"]?.GetValue<string>());
        Assert.NotEmpty(JsonNode.Parse(body)?["detail"]?.GetValue<string>() ?? "");
        return answer;
    }

    sealed class Lines : List<string>, ILogger<Failures>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }
}
