namespace OnPremLlm.Host.Tests.Support;

/// <summary>
/// People of the tests sign in from a computer of their own each, as a proxy on this machine would say: together they are more than one client
/// network may be in a minute.
/// </summary>
internal static class ClientAddress
{
    public const string Header = "X-Forwarded-For";

    static int _last;

    public static string Next()
    {
        var number = Interlocked.Increment(ref _last);
        return $"10.250.{number / 256}.{number % 256}";
    }
}
