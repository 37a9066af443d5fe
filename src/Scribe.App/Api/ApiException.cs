namespace OnPremLlm.Scribe.App.Api;

/// <summary>A request that the Host refused or that never reached it. <see cref="Exception.Message"/> is a sentence for the user.</summary>
internal sealed class ApiException : Exception
{
    public ApiException(string code, string message, Exception? cause = null)
        : base(message, cause) => Code = code;

    /// <summary>A code of HubErrors, "unreachable", or "http-NNN" where the Host named none.</summary>
    public string Code { get; }

    /// <summary>The status of the answer; null when none came.</summary>
    public int? Status { get; init; }

    /// <summary>True where the same request may succeed later: the Host was away, or failed itself.</summary>
    public bool CanRetry => Status is null or >= 500;

    public const string Unreachable = "unreachable";
    public const string SignedOut = "not-signed-in";
}
