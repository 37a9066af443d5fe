using System.Globalization;

namespace OnPremLlm.Host.Cli;

/// <summary>Reads <c>--postgres</c>: the folder of a Unix socket, a host, or host:port; an IPv6 address with a port stands in brackets.</summary>
internal static class PostgresAddress
{
    const int DefaultPort = 5432;

    /// <summary>Throws <see cref="CommandException"/> saying what is allowed.</summary>
    public static (string Host, int Port) Parse(string postgres)
    {
        var colon = postgres.LastIndexOf(':');
        if (postgres.StartsWith('/') || colon < 0)
        {
            return (postgres.Length > 0 ? postgres : throw Refusal(postgres), DefaultPort);
        }

        var host = postgres[..colon];
        var isHost = host.Length > 0 && (!host.Contains(':') || (host.StartsWith('[') && host.EndsWith(']')));
        return isHost && int.TryParse(postgres.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? (host.Trim('[', ']'), port)
            : throw Refusal(postgres);
    }

    static CommandException Refusal(string postgres) =>
        new($"--postgres {postgres} is no address of a database. Give the folder of its socket, or host:port with a port of 1 to 65535 (for example db.example:5432).");
}
