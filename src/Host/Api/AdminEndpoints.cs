using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Api;

/// <summary>/api/admin: the people of the administrator's own clinic and the engines that serve it; no clinical content.</summary>
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

    static Ok<IReadOnlyList<EngineSummary>> Engines(Caller caller, ModelRegistry registry) =>
        TypedResults.Ok<IReadOnlyList<EngineSummary>>([.. registry.WorkersOf(new OwnerId(caller.Tenant.Value)).Select(worker => new EngineSummary
        {
            Kind = worker.Kind.ToString(),
            Model = worker.Model.Length > 0 ? worker.Model : null,
            Shared = worker.IsShared,
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
