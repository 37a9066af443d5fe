using Microsoft.AspNetCore.Identity;

namespace OnPremLlm.Tenancy.People;

/// <summary>A person who can sign in, in any number of tenants. The user name is the e-mail address.</summary>
public sealed class Person : IdentityUser<Guid>
{
    /// <summary>How the pages name this person, 1 to 200 characters.</summary>
    public string DisplayName { get; set; } = "";
}
