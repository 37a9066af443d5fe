using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Ledger;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Limits;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Cli;

/// <summary>One clear message for each failure that an operator can do something about.</summary>
internal static class Failures
{
    /// <summary>Null for a failure that is a defect: <see cref="Describe"/> shows it.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        CommandException or ControlSettingsException or SettingsException or RootKeyException or KeystoreException or LedgerException or InferenceException
            or TenantNameTakenException or UnknownTenantException or PersonRefusedException or ApiKeyRefusedException or LimitsRefusedException => failure.Message,
        OptionsValidationException options => $"{string.Join(' ', options.Failures.Select(Setting))} The engines' settings stand in settings.json of the data folder and in the options of serve.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => "The database refused the password. Check the password file, or run: onpremllm setup",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            "The database is of an earlier release than this program. Run onpremllm setup once (it keeps all data), then run this again.",
        PostgresException refused => $"The database refused a step ({refused.SqlState}: {refused.MessageText}). Nothing is half done: mend the cause and run this again.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "This account may not use the port. Choose one above 1023 with --port.",
        NpgsqlException or SocketException => "The database does not answer. Start it (deploy/private-postgres start FOLDER, or your own PostgreSQL), then try again.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => "The port is in use. Stop what uses it, or choose another with --port.",
        UnauthorizedAccessException => $"{failure.Message} Run this as the account that owns the data folder.",
        ArgumentException argument => argument.Message,
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    // The framework puts its own words before ours.
    static string Setting(string failure) => failure.StartsWith("DataAnnotation", StringComparison.Ordinal) && failure.IndexOf("error: '", StringComparison.Ordinal) is >= 0 and var at ? failure[(at + 8)..].TrimEnd('.', '\'') + '.' : failure;

    /// <summary>A defect by types and places: its message may hold what must not be shown.</summary>
    public static string Describe(Exception failure)
    {
        List<string> lines = ["An unexpected failure. Run this again; if it stays, send these lines to those who maintain OnPremLlm (they hold no records):"];
        for (var at = failure; at is not null; at = at.InnerException)
        {
            lines.Add($"{at.GetType().FullName}\n{at.StackTrace}");
        }

        return string.Join('\n', lines);
    }
}
