using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Api;

/// <summary>The codes of failures that are not a visit's; those are in <see cref="HubErrors"/>. docs/developer.md lists them.</summary>
internal static class ApiErrors
{
    public const string NotSignedIn = "not-signed-in";
    public const string NotAllowed = "not-allowed";
    public const string ForeignOrigin = "foreign-origin";
    public const string NotFound = "not-found";
    public const string ReceiptNotFound = "receipt-not-found";
    public const string ApiKeyNotFound = "api-key-not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string TooLarge = "too-large";
    public const string MediaType = "media-type";
    public const string TooManyRequests = "too-many-requests";
    public const string TooManyStreams = "too-many-streams";
    public const string Unexpected = "unexpected";

    /// <summary>What a status says that nobody explained further.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => NotSignedIn,
        StatusCodes.Status403Forbidden => NotAllowed,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => MediaType,
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        < StatusCodes.Status500InternalServerError => HubErrors.Invalid,
        _ => Unexpected,
    };
}
