using Npgsql;

namespace OnPremLlm.Host.Api;

/// <summary>Tells a database that is away, is starting or is full apart from a statement that it refused: only the former is worth waiting for.</summary>
internal static class DatabaseOutage
{
    public const string Code = "database-unavailable";

    public const string Sentence = "The database does not answer. Nothing that was acknowledged is lost; try again in a minute, and tell IT if it stays.";

    /// <summary>Entity Framework and others wrap what the driver throws, so every inner failure is looked at.</summary>
    public static bool IsCause(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (at is PostgresException refused)
            {
                return IsAway(refused.SqlState);
            }

            if (at is NpgsqlException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }

    // Class 08: connection; 57P01 to 57P03: shutting down, crashed, starting; 53300: no connection left.
    static bool IsAway(string state) => state.StartsWith("08", StringComparison.Ordinal) ||
        state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;
}
