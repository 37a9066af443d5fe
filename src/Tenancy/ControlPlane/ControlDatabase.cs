using Npgsql;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>The pooled connections to the control database, as its application role.</summary>
sealed class ControlDatabase(ControlSettings settings) : IAsyncDisposable
{
    /// <summary>
    /// Whoever needs one more waits for the milliseconds that a look-up takes. Attack, or a program that sends a hundred requests at once: each looks its
    /// key up, and without a bound they take every connection that the server has (100), from all clinics.
    /// </summary>
    const int MostConnections = 20;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MaxPoolSize = MostConnections });

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
