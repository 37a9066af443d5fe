using System.Globalization;
using System.Text.RegularExpressions;

namespace OnPremLlm.Host.Cli;

/// <summary>
/// Reads <c>--postgres</c>: the folder of a Unix socket, a host, or host:port; an IPv6 address with a port stands in brackets. Signs with a meaning in
/// a connection string are refused: a comma would name a second server, and a whole connection string put here would be a host's name.
/// </summary>
internal static partial class PostgresAddress
{
    const int DefaultPort = 5432;

    /// <summary>Throws <see cref="CommandException"/> saying what is allowed.</summary>
    public static (string Host, int Port) Parse(string postgres)
    {
        var colon = postgres.LastIndexOf(':');
        if (postgres.StartsWith('/') || postgres.StartsWith('.'))
        {
            return (FolderPattern().IsMatch(postgres) ? Path.GetFullPath(postgres) : throw Refusal(postgres), DefaultPort);
        }

        if (colon < 0)
        {
            return (HostPattern().IsMatch(postgres) ? postgres : throw Refusal(postgres), DefaultPort);
        }

        var host = postgres[..colon];
        var isHost = HostPattern().IsMatch(host) || (host.StartsWith('[') && host.EndsWith(']') && Uri.CheckHostName(host[1..^1]) is UriHostNameType.IPv6);
        return isHost && int.TryParse(postgres.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? (host.Trim('[', ']'), port)
            : throw Refusal(postgres);
    }

    static CommandException Refusal(string postgres) =>
        new($"--postgres {Shown(postgres)} is no address of a database. Give the folder of its socket (without ; = , and quotes), or host:port with a port of 1 to 65535 (for example db.example:5432).");

    // It may be a connection string with a password in it, or hold what must not reach a terminal.
    static string Shown(string postgres) => FolderPattern().IsMatch(postgres) ? postgres : "(as given)";

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\z")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A[^\p{C};=,'""\\]*\z")]
    private static partial Regex FolderPattern();
}
