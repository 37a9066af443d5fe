using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Api;

internal sealed record ApiCaller(TenantId Tenant, Guid? Key, PersonId? Person)
{
    public static ValueTask<ApiCaller?> BindAsync(HttpContext context) => ValueTask.FromResult<ApiCaller?>(Caller.From(context.User) is var person ? new(person.Tenant, null, person.Person) : null);
}
