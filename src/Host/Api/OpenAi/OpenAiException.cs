namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>A request of the OpenAI-compatible API that is refused or failed. The message is for the client and holds no text of the request but names of its fields.</summary>
internal sealed class OpenAiException(int status, string message, string type, string code, string? param = null) : Exception(message)
{
    public int Status => status;

    public string Type => type;

    public string Code => code;

    /// <summary>The field that is meant; null where it is none.</summary>
    public string? Param => param;

    public TimeSpan? RetryAfter { get; init; }

    public static OpenAiException Invalid(string param, string message, string code = "invalid_value") =>
        new(StatusCodes.Status400BadRequest, message, OpenAiErrors.InvalidRequest, code, param);

    /// <summary>A field that this API does not take: refused, because ignoring it would answer another question than was asked.</summary>
    public static OpenAiException Unsupported(string param, string advice) =>
        new(StatusCodes.Status400BadRequest, $"\"{param}\" is not supported. {advice}", OpenAiErrors.InvalidRequest, "unsupported_parameter", param);
}
