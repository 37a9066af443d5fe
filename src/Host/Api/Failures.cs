using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using OnPremLlm.Host.Api.OpenAi;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Api;

/// <summary>ProblemDetails for every failure. Only messages written for users pass; of anything else the type alone is logged.</summary>
internal sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (OpenAiErrors.IsFor(httpContext.Request))
        {
            await AnswerOpenAiAsync(httpContext, exception, cancellationToken);
            return true;
        }

        Log(exception);
        var problem = Describe(exception);
        // The handler of exceptions takes the endpoint away from the request.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "none";
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            log.RequestFailed(endpoint, exception.GetType().Name);
        }

        if (DatabaseOutage.IsCause(exception))
        {
            log.DatabaseAway(endpoint, exception.GetType().Name);
        }

        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        if (exception is TooManyTriesException { Wait: var wait })
        {
            httpContext.Response.Headers.RetryAfter = Problems.RetryAfter(wait);
        }

        await Problems.WriteAsync(httpContext, problem, cancellationToken);
        return true;
    }

    async Task AnswerOpenAiAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        Log(exception);
        var problem = Describe(exception);
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        var failure = exception switch
        {
            OpenAiException known => known,
            InferenceException engine => OpenAiErrors.Of(engine),
            _ => new OpenAiException(status, problem.Detail ?? "", OpenAiErrors.TypeOf(status), (problem.Extensions["code"] as string ?? "").Replace('-', '_'))
            {
                RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? TimeSpan.FromSeconds(5) : null,
            },
        };
        if (failure.Status == StatusCodes.Status500InternalServerError)
        {
            log.RequestFailed("/v1", exception.GetType().Name);
        }

        await OpenAiErrors.WriteAsync(context, failure, ct);
    }

    // What the client is not told, IT finds in the log: not every such failure was a start of a worker, which is logged where it fails.
    void Log(Exception exception)
    {
        if (exception is InferenceException engine && engine.Message != engine.ClientMessage)
        {
            log.EngineRefused(engine.Failure, engine.Message);
        }
    }

    static ProblemDetails Describe(Exception exception) => exception switch
    {
        ScribeException failure => Problem(StatusOf(failure.Code), "Not possible", failure.Message, failure.Code),
        InferenceException failure => Problem(StatusCodes.Status503ServiceUnavailable, "Engine not available", failure.ClientMessage, HubErrors.EngineUnavailable),
        NoCallerException failure => Problem(StatusCodes.Status401Unauthorized, "Not signed in", failure.Message, ApiErrors.NotSignedIn),
        TooManyTriesException failure => Problem(StatusCodes.Status429TooManyRequests, "Too many tries", failure.Message, ApiErrors.TooManyRequests),
        BadHttpRequestException { StatusCode: not StatusCodes.Status400BadRequest } failure => Problems.Of(failure.StatusCode),
        BadHttpRequestException failure => Problem(failure.StatusCode, "Request not understood", "The request's body is not the JSON that this address expects. See docs/developer.md.", HubErrors.Invalid),
        _ when DatabaseOutage.IsCause(exception) => Problem(StatusCodes.Status503ServiceUnavailable, "Database not available", DatabaseOutage.Sentence, DatabaseOutage.Code),
        _ => Problem(StatusCodes.Status500InternalServerError, "Unexpected failure", "Something failed on the server. Nothing that was acknowledged is lost; try again, and tell IT the time.", ApiErrors.Unexpected),
    };

    static int StatusOf(string code) => code switch
    {
        HubErrors.NotFound => StatusCodes.Status404NotFound,
        HubErrors.Invalid or HubErrors.ChannelsInvalid or HubErrors.FrameMalformed or HubErrors.FrameTooLarge => StatusCodes.Status400BadRequest,
        HubErrors.RecordPurged => StatusCodes.Status410Gone,
        _ => StatusCodes.Status409Conflict,
    };

    static ProblemDetails Problem(int status, string title, string detail, string code) => Problems.Of(status, title, detail, code);
}
