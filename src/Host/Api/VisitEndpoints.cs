using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Notes;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Host.Api;

/// <summary>/api/visits: the REST half of the contract in Scribe.Protocol.</summary>
internal static class VisitEndpoints
{
    public static void MapVisits(this IEndpointRouteBuilder routes)
    {
        var visits = routes.MapGroup("/api/visits").RequireAuthorization(Policies.Clinician).WithTags("Visits");
        visits.MapPost("", CreateAsync);
        visits.MapGet("", ListAsync);
        visits.MapGet("{id:guid}", GetAsync);
        visits.MapPost("{id:guid}/consent", ConsentAsync);
        visits.MapPost("{id:guid}/stop", StopAsync);
        visits.MapPost("{id:guid}/transcript", WriteTranscriptAsync);
        visits.MapPost("{id:guid}/draft", RetryAsync);
        visits.MapPut("{id:guid}/draft", SaveAsync);
        visits.MapPost("{id:guid}/sign", SignAsync);
    }

    static async Task<Created<VisitDetail>> CreateAsync(Caller caller, VisitDirectory visits, CancellationToken ct)
    {
        var id = await visits.CreateAsync(caller.Tenant, caller.Person, ct);
        return TypedResults.Created($"/api/visits/{id}", await visits.GetAsync(caller.Tenant, caller.Person, id, caller.DisplayName, ct));
    }

    static async Task<Ok<IReadOnlyList<VisitSummary>>> ListAsync(Caller caller, VisitDirectory visits, CancellationToken ct) =>
        TypedResults.Ok(await visits.ListAsync(caller.Tenant, caller.Person, caller.DisplayName, ct));

    static async Task<Ok<VisitDetail>> GetAsync(Guid id, Caller caller, VisitDirectory visits, CancellationToken ct) =>
        TypedResults.Ok(await visits.GetAsync(caller.Tenant, caller.Person, id, caller.DisplayName, ct));

    static async Task<NoContent> ConsentAsync(Guid id, ConsentRequest request, Caller caller, VisitDirectory visits, CancellationToken ct)
    {
        await visits.ConsentAsync(caller.Tenant, caller.Person, id, request.Mode, ct);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> StopAsync(Guid id, StopRequest request, Caller caller, AudioCapture capture, CancellationToken ct)
    {
        await capture.StopAsync(caller.Tenant, caller.Person, id, request.LastFrame, ct);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> WriteTranscriptAsync(Guid id, WrittenTranscript transcript, Caller caller, NoteDesk desk, CancellationToken ct)
    {
        await desk.WriteTranscriptAsync(caller.Tenant, caller.Person, id, transcript.Turns, ct);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> RetryAsync(Guid id, Caller caller, NoteDesk desk, CancellationToken ct)
    {
        await desk.RetryAsync(caller.Tenant, caller.Person, id, ct);
        return TypedResults.NoContent();
    }

    static async Task<Ok<NoteDraft>> SaveAsync(Guid id, SaveDraftRequest request, Caller caller, NoteDesk desk, CancellationToken ct) =>
        TypedResults.Ok(await desk.SaveAsync(caller.Tenant, caller.Person, id, request, ct));

    static async Task<Ok<NoteDraft>> SignAsync(Guid id, SignRequest request, Caller caller, NoteDesk desk, CancellationToken ct) =>
        TypedResults.Ok(await desk.SignAsync(caller.Tenant, caller.Person, caller.DisplayName, id, request, ct));
}
