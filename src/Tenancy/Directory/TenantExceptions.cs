namespace OnPremLlm.Tenancy.Directory;

/// <summary>No provisioned tenant has this id. Never thrown because a database could not be reached.</summary>
public sealed class UnknownTenantException(TenantId tenant)
    : Exception($"There is no tenant {tenant}. List the tenants with: onpremllm tenants list");

/// <summary>A tenant of this name exists already.</summary>
public sealed class TenantNameTakenException()
    : Exception("A tenant of this name exists already. Choose another name, or list the tenants with: onpremllm tenants list");
