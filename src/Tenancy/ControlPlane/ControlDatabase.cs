using Npgsql;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>The pooled connections to the control database, as its application role.</summary>
sealed class ControlDatabase(ControlSettings settings) : IAsyncDisposable
{
    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(settings.ConnectionString);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
