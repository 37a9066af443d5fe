using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Tenancy;

/// <summary>What belongs to somebody else answers exactly as what does not exist, so that nobody learns which visits there are.</summary>
[Collection(OneHost.Name)]
public sealed class Visits_of_others(ScribeHost host)
{
    static readonly AudioFrame _frame = new() { Sequence = 0, Pcm = new byte[AudioFrame.BytesPerChannel] };

    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "", null },
        { "POST", "/consent", Json(new ConsentRequest { Mode = ConsentMode.Explicit }) },
        { "POST", "/stop", Json(new StopRequest { LastFrame = -1 }) },
        { "POST", "/transcript", Json(new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] }) },
        { "POST", "/draft", null },
        { "PUT", "/draft", Json(new SaveDraftRequest { Version = 1, Sections = [] }) },
        { "POST", "/sign", Json(new SignRequest { Version = 1 }) },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_answers_the_other_clinic_as_for_an_absent_visit(string method, string route, string? body) =>
        await AnswersAlikeAsync(host.OtherClinician, method, route, body);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_answers_a_colleague_as_for_an_absent_visit(string method, string route, string? body) =>
        await AnswersAlikeAsync(host.Colleague, method, route, body);

    [Fact]
    public void The_routes_above_are_all_that_take_the_id_of_a_visit()
    {
        var mapped = host.Services.GetEndpoints().Count(e => e.RoutePattern.RawText!.StartsWith("/api/visits/{id", StringComparison.Ordinal)); // a route has its text
        Assert.Equal(((IReadOnlyCollection<object[]>)[.. Routes]).Count, mapped);
    }

    [Fact]
    public async Task The_hub_answers_the_other_clinic_as_for_an_absent_visit() => await HubAnswersAlikeAsync(host.OtherClinician);

    [Fact]
    public async Task The_hub_answers_a_colleague_as_for_an_absent_visit() => await HubAnswersAlikeAsync(host.Colleague);

    [Fact]
    public async Task They_are_in_nobody_else_s_list()
    {
        var visit = await host.Clinician.BeginAsync();

        Assert.Contains(await host.Clinician.GetAsync<List<VisitSummary>>("api/visits"), v => v.Id == visit);
        Assert.DoesNotContain(await host.Colleague.GetAsync<List<VisitSummary>>("api/visits"), v => v.Id == visit);
        Assert.DoesNotContain(await host.OtherClinician.GetAsync<List<VisitSummary>>("api/visits"), v => v.Id == visit);
        Assert.Contains(await host.Compliance.GetAsync<List<ComplianceRecord>>("api/compliance/records"), r => r.VisitId == visit);
        Assert.DoesNotContain(await host.OtherCompliance.GetAsync<List<ComplianceRecord>>("api/compliance/records"), r => r.VisitId == visit);
    }

    [Fact]
    public async Task A_receipt_of_the_other_clinic_answers_as_an_absent_one()
    {
        var visit = await ReviewAsync();
        await host.Clinician.SignAsync(visit);
        var receipt = (await host.Compliance.PostAsync<SweepResult>("api/compliance/sweep")).ReceiptId;

        var mine = await host.Compliance.SendAsync(HttpMethod.Get, $"api/compliance/receipts/{receipt}/bundle");
        var theirs = await host.OtherCompliance.SendAsync(HttpMethod.Get, $"api/compliance/receipts/{receipt}/bundle");
        var absent = await host.OtherCompliance.SendAsync(HttpMethod.Get, $"api/compliance/receipts/{Guid.NewGuid()}/bundle");

        Assert.Equal(HttpStatusCode.OK, mine.Status);
        Assert.Equal(HttpStatusCode.NotFound, theirs.Status);
        Assert.Equal(absent.Comparable, theirs.Comparable);
    }

    async Task AnswersAlikeAsync(Visitor stranger, string method, string route, string? body)
    {
        var visit = await ReviewAsync();

        var theirs = await stranger.SendAsync(new HttpMethod(method), $"api/visits/{visit}{route}", body);
        var absent = await stranger.SendAsync(new HttpMethod(method), $"api/visits/{Guid.NewGuid()}{route}", body);

        Assert.Equal(HttpStatusCode.NotFound, theirs.Status);
        Assert.Equal(HubErrors.NotFound, theirs.Code);
        Assert.Equal(absent.Comparable, theirs.Comparable);
        Assert.Equal(VisitState.Review, (await host.Clinician.VisitAsync(visit)).Summary.State);
    }

    async Task HubAnswersAlikeAsync(Visitor stranger)
    {
        var visit = await host.Clinician.BeginAsync();
        var absent = Guid.NewGuid();

        var upload = await stranger.UploadAsync(visit, 1, _frame);
        Assert.Contains(HubErrors.NotFound, upload, StringComparison.Ordinal);
        Assert.Equal(await stranger.UploadAsync(absent, 1, _frame), upload);
        var events = await RefusedEventsAsync(stranger, visit);
        Assert.Contains(HubErrors.NotFound, events, StringComparison.Ordinal);
        Assert.Equal(await RefusedEventsAsync(stranger, absent), events);
        Assert.Equal(0, (await host.Clinician.VisitAsync(visit)).NextFrame);
    }

    async Task<Guid> ReviewAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] }));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        return visit;
    }

    static async Task<string> RefusedEventsAsync(Visitor visitor, Guid visit)
    {
        await using var hub = await visitor.ConnectAsync();
        var refusal = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var visitEvent in hub.StreamAsync<VisitEvent>(VisitHub.Events, visit, 0L))
            {
                Assert.Fail($"An event of somebody else's visit came: {visitEvent.Type}.");
            }
        });
        return refusal.Message;
    }

    static string Json(object body) => JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
}
