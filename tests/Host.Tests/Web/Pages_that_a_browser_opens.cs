using System.Net;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Host.Web.Admin;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Web;

[Collection(OneHost.Name)]
public sealed class Pages_that_a_browser_opens(ScribeHost host)
{
    [Theory]
    [InlineData("admin", Role.TenantAdministrator)]
    [InlineData("admin/keys/new", Role.TenantAdministrator)]
    [InlineData("compliance", Role.Compliance)]
    [InlineData("compliance/purge", Role.Compliance)]
    public async Task Are_kept_by_no_cache_and_have_a_way_out(string page, Role role)
    {
        using var reader = await PageReader.SignInAsync(host, host.North, role);
        using var answer = await reader.GetAsync(page);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        using var signedOut = await reader.SubmitAsync(page, "Sign out", "sign-out");
        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        Assert.Equal("/", signedOut.Headers.Location?.ToString());
        using var session = await reader.GetAsync("api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
    }

    [Fact]
    public async Task A_sign_out_that_no_page_of_this_Host_asked_for_is_refused_in_words()
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        using var answer = await reader.PostEmptyAsync("sign-out");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<h1>Not signed out</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var session = await reader.GetAsync("api/session");
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
    }

    [Theory]
    [InlineData("admin", Role.Clinician)]
    [InlineData("admin", Role.Compliance)]
    [InlineData("admin/keys/new", Role.Clinician)]
    [InlineData("admin/keys/0000000000000000/revoke", Role.Compliance)]
    [InlineData("compliance", Role.Clinician)]
    [InlineData("compliance/purge", Role.TenantAdministrator)]
    public async Task Without_the_role_they_are_a_page_that_says_so_and_leads_home(string page, Role role)
    {
        using var reader = await PageReader.SignInAsync(host, host.North, role);
        using var answer = await reader.GetAsync(page);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Contains("<h1>Not allowed</h1>", html, StringComparison.Ordinal);
        Assert.Contains("Your role does not allow this.", html, StringComparison.Ordinal);
        Assert.Contains("<title>Not allowed", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/\"", html, StringComparison.Ordinal);
        Assert.Contains("Sign out", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_role_a_program_gets_its_problem_and_so_does_whoever_opens_the_interface_for_programs()
    {
        var program = await host.Clinician.SendAsync(HttpMethod.Get, "admin");
        using var reader = await PageReader.SignInAsync(host, host.North, Role.Clinician);
        using var browser = await reader.GetAsync("api/admin/people");

        Assert.Equal(HttpStatusCode.Forbidden, program.Status);
        Assert.StartsWith("{", program.Body, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", browser.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Administration_is_written_in_plain_words()
    {
        using var reader = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        var words = PageReader.Words(await reader.ReadAsync("admin"));

        Assert.Contains("For Practice clinic (made-up visits only)", words, StringComparison.Ordinal);
        Assert.Contains("State In use", words, StringComparison.Ordinal);
        Assert.Contains("Clinic administrator", words, StringComparison.Ordinal);
        Assert.DoesNotContain("tenant-administrator", words, StringComparison.Ordinal);
        Assert.DoesNotContain("training", words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_engine_without_a_process_is_said_to_be_not_started_and_nothing_else_of_it()
    {
        var stopped = new WorkerStatus
        {
            Kind = WorkerKind.Generation,
            Owner = new OwnerId(host.North.Id.Value),
            ProcessId = 0,
            UserId = 0,
            State = WorkerState.Stopped,
            StartedAt = null,
            Restarts = 0,
            Engine = "",
            Devices = [],
            SeparateAccount = false,
            NetworkIsolated = false,
        };
        var running = stopped with { Kind = WorkerKind.Speech, ProcessId = 4711, State = WorkerState.Ready, Engine = "pocketsphinx 5" };

        Assert.Equal(("Language model", "Stopped until it is needed", "not started yet", "not started yet", "–", ""), Told(stopped));
        Assert.Equal(("Speech recognition", "Ready", "pocketsphinx 5", "not told by this engine", "no", "bad"), Told(running));
    }

    static (string Kind, string State, string Engine, string Devices, string OwnAccount, string Tone) Told(WorkerStatus worker) =>
        (AdminText.Of(worker.Kind), AdminText.Of(worker.State), AdminText.Engine(worker), AdminText.Devices(worker), AdminText.YesNo(worker, worker.SeparateAccount), AdminText.Tone(worker, worker.SeparateAccount));
}
