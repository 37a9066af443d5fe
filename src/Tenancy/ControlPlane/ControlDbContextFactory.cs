using Microsoft.EntityFrameworkCore.Design;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>For <c>dotnet ef migrations add NAME --context ControlDbContext --output-dir ControlPlane/Migrations</c>; connects to nothing.</summary>
sealed class ControlDbContextFactory : IDesignTimeDbContextFactory<ControlDbContext>
{
    public ControlDbContext CreateDbContext(string[] args) =>
        new(ControlDbContextOptions.Disconnected());
}
