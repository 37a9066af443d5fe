using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Api;

/// <summary>/api/admin: the people and engines of the administrator's own clinic; no clinical content.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/admin").RequireAuthorization(Policies.TenantAdministrator).WithTags("Administration");
        admin.MapGet("people", PeopleAsync);
        admin.MapGet("engines", Engines);
    }

    static async Task<Ok<IReadOnlyList<PersonSummary>>> PeopleAsync(Caller caller, People people, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<PersonSummary>>([.. (await people.ListAsync(caller.Tenant, ct)).GroupBy(member => member.PersonId).Select(roles => new PersonSummary
        {
            Id = roles.Key.Value,
            DisplayName = roles.First().DisplayName,
            Email = roles.First().Email,
            Roles = [.. roles.Select(member => RoleNames.Of(member.Role))],
        })]);

    static Ok<IReadOnlyList<EngineSummary>> Engines(Caller caller, WorkerSupervisor supervisor) =>
        TypedResults.Ok<IReadOnlyList<EngineSummary>>([.. supervisor.Workers.Where(worker => worker.Owner == new OwnerId(caller.Tenant.Value)).Select(worker => new EngineSummary
        {
            Kind = worker.Kind.ToString(),
            State = worker.State.ToString(),
            Engine = worker.Engine,
            Restarts = worker.Restarts,
            StartedAt = worker.StartedAt,
            Devices = worker.Devices,
            SeparateAccount = worker.SeparateAccount,
            NetworkIsolated = worker.NetworkIsolated,
            LastFailure = worker.LastFailure,
        })]);
}
