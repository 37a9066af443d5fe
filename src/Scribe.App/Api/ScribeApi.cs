using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OnPremLlm.Scribe.App.SignIn;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Api;

/// <summary>The Host's REST interface. Every method throws <see cref="ApiException"/>; a lost session is also told to <see cref="Session"/>.</summary>
public sealed class ScribeApi(HttpClient http, Session session)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<SignedIn> SignInAsync(SignInRequest request, CancellationToken cancellation = default) =>
        await ReadAsync<SignedIn>(await SendAsync(HttpMethod.Post, "api/session", request, cancellation), cancellation);

    public async Task<SignedIn> WhoAsync(CancellationToken cancellation = default) =>
        await ReadAsync<SignedIn>(await SendAsync(HttpMethod.Get, "api/session", null, cancellation), cancellation);

    public async Task SignOutAsync(CancellationToken cancellation = default) =>
        (await SendAsync(HttpMethod.Delete, "api/session", null, cancellation)).Dispose();

    public async Task<IReadOnlyList<VisitSummary>> VisitsAsync(CancellationToken cancellation = default) =>
        await ReadAsync<List<VisitSummary>>(await SendAsync(HttpMethod.Get, "api/visits", null, cancellation), cancellation);

    public async Task<VisitDetail> NewVisitAsync(CancellationToken cancellation = default) =>
        await ReadAsync<VisitDetail>(await SendAsync(HttpMethod.Post, "api/visits", null, cancellation), cancellation);

    public async Task<VisitDetail> VisitAsync(Guid id, CancellationToken cancellation = default) =>
        await ReadAsync<VisitDetail>(await SendAsync(HttpMethod.Get, $"api/visits/{id}", null, cancellation), cancellation);

    public async Task ConsentAsync(Guid id, ConsentMode mode, CancellationToken cancellation = default) =>
        (await SendAsync(HttpMethod.Post, $"api/visits/{id}/consent", new ConsentRequest { Mode = mode }, cancellation)).Dispose();

    public async Task WriteTranscriptAsync(Guid id, WrittenTranscript transcript, CancellationToken cancellation = default) =>
        (await SendAsync(HttpMethod.Post, $"api/visits/{id}/transcript", transcript, cancellation)).Dispose();

    public async Task StopAsync(Guid id, long lastFrame, CancellationToken cancellation = default) =>
        (await SendAsync(HttpMethod.Post, $"api/visits/{id}/stop", new StopRequest { LastFrame = lastFrame }, cancellation)).Dispose();

    public async Task DraftAgainAsync(Guid id, CancellationToken cancellation = default) =>
        (await SendAsync(HttpMethod.Post, $"api/visits/{id}/draft", null, cancellation)).Dispose();

    public async Task<NoteDraft> SaveDraftAsync(Guid id, SaveDraftRequest draft, CancellationToken cancellation = default) =>
        await ReadAsync<NoteDraft>(await SendAsync(HttpMethod.Put, $"api/visits/{id}/draft", draft, cancellation), cancellation);

    public async Task SignAsync(Guid id, SignRequest request, CancellationToken cancellation = default) =>
        (await SendAsync(HttpMethod.Post, $"api/visits/{id}/sign", request, cancellation)).Dispose();

    /// <summary>The demonstration recording that the Host serves.</summary>
    public async Task<byte[]> DemonstrationAsync(CancellationToken cancellation = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, "demo/visit-1.wav", null, cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        }

        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new ApiException(ApiException.Unreachable, "The server does not answer. What you entered is kept here; try again in a moment.", e);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.Unauthorized && path != "api/session")
            {
                session.Expire();
            }

            throw await ProblemDetails.ExceptionOfAsync(answer, Json, cancellation);
        }
    }

    static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using (answer)
        {
            try
            {
                return await answer.Content.ReadFromJsonAsync<T>(Json, cancellation)
                    ?? throw new ApiException("invalid", "The server gave an empty answer. Try again; if it stays, tell your IT department.");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                throw new ApiException(ApiException.Unreachable, "The server's answer broke off. Try again in a moment.", e);
            }
        }
    }
}
