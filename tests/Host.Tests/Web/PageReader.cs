using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Web;

/// <summary>A signed-in person's browser without scripts: keeps cookies, asks for HTML, follows no redirection by itself, posts a page's forms.</summary>
internal sealed partial class PageReader : IDisposable
{
    const string Password = "correct horse battery staple";

    readonly HttpClient _http;

    PageReader(Uri address)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    }

    /// <summary>Adds a person of their own with this role and signs them in.</summary>
    public static async Task<PageReader> SignInAsync(ScribeHost host, Tenant tenant, Role role)
    {
        var email = $"{Guid.NewGuid():N}@pages.test";
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<People>().AddAsync(email, "Pat Reader", Password, role, tenant.Id, default);
        }

        var reader = new PageReader(host.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/session") { Content = JsonContent.Create(new SignInRequest { Email = email, Password = Password }) };
        request.Headers.Add(ClientAddress.Header, ClientAddress.Next());
        using var answer = await reader._http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return reader;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>The page's text as it is read, with the markup.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.OK, html);
        return html;
    }

    /// <summary>Posts the first form of a page whose markup holds <paramref name="mark"/>, with its hidden fields and what was filled in.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string mark, string action, params (string Name, string Value)[] filled) => await PostAsync(action, await FillAsync(page, mark, filled));

    /// <summary>The fields that <see cref="SubmitAsync"/> posts.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> FillAsync(string page, string mark, params (string Name, string Value)[] filled)
    {
        var html = await ReadAsync(page);
        var form = Form().Matches(html).Select(match => match.Value).First(text => text.Contains(mark, StringComparison.Ordinal));
        return [.. Hidden().Matches(form).Select(match => KeyValuePair.Create(match.Groups["name"].Value, match.Groups["value"].Value))
            .Where(field => !filled.Any(mine => mine.Name == field.Key)).Concat(filled.Select(mine => KeyValuePair.Create(mine.Name, mine.Value)))];
    }

    public async Task<HttpResponseMessage> PostAsync(string path, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        using var fields = new FormUrlEncodedContent(form);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), fields);
    }

    public async Task<HttpResponseMessage> PostEmptyAsync(string path)
    {
        using var nothing = new FormUrlEncodedContent([]);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), nothing);
    }

    /// <summary>A table row's or a tile's words: markup and runs of white space become one space.</summary>
    public static string Words(string html) => Blank().Replace(Tag().Replace(html, " "), " ").Trim();

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
