using System.Text;
using System.Text.Json;
using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests.Remote;

public sealed class Entries_of_remote_engines
{
    static readonly CatalogModel _entry = new()
    {
        Id = "far-away",
        Licence = "Apache-2.0",
        Origin = "a test",
        TrainingData = "none",
        ContextTokens = 512,
        Remote = new() { Endpoint = new("https://engines.hospital.example/v1"), Model = "far", Authority = "/etc/ca.pem", Timeout = TimeSpan.FromMinutes(1), Extensions = ["span"] },
    };

    [Fact]
    public void Are_read_as_they_were_written()
    {
        using var installation = new Installation();
        installation.Install(_entry);

        var read = ModelCatalog.Read(installation.Catalog, CatalogPaths.Anywhere).Models.Single();

        Assert.True(ModelCatalog.AreSame(_entry, read));
        Assert.Contains("\"endpoint\": \"https://engines.hospital.example/v1\"", File.ReadAllText(installation.Catalog), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_refused_in_a_catalog_that_is_shipped()
    {
        using var installation = new Installation();
        installation.Install(_entry);

        Assert.Contains("only the installation's own catalog may say", Assert.Throws<InferenceException>(() => ModelCatalog.Read(installation.Catalog)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://engines.hospital.example/v1", "is not https")]
    [InlineData("http://10.0.0.1/v1", "is not https")]
    [InlineData("ftp://localhost/v1", "is no https address")]
    [InlineData("/v1", "is no https address")]
    [InlineData("https://user:secret@engines.hospital.example/v1", "more than scheme, host, port and path")]
    [InlineData("https://engines.hospital.example/v1?key=secret", "more than scheme, host, port and path")]
    public void Name_a_plain_https_address(string endpoint, string expected)
    {
        var refused = Refused(_entry with { Remote = _entry.Remote! with { Endpoint = new(endpoint, UriKind.RelativeOrAbsolute) } }); // it has one

        Assert.Contains(expected, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080/v1")]
    [InlineData("http://127.0.0.1:8080/v1")]
    [InlineData("http://[::1]:8080/v1")]
    public void May_use_http_on_this_machine(string endpoint) => Encode(_entry with { Remote = _entry.Remote! with { Endpoint = new(endpoint) } }); // it has one

    [Fact]
    public void Have_no_settings_of_models_that_run_here()
    {
        Assert.Contains("a setting of a model that runs here", Refused(_entry with { Threads = 2 }), StringComparison.Ordinal);
        Assert.Contains("a setting of a model that runs here", Refused(_entry with { File = "a.gguf", Sha256 = new('0', 64) }), StringComparison.Ordinal);
        Assert.Contains("a setting of a model that runs here", Refused(_entry with { Isolation = IsolationMode.Shared }), StringComparison.Ordinal);
        Assert.Contains("needs contextTokens", Refused(_entry with { ContextTokens = 0 }), StringComparison.Ordinal);
        Assert.Contains("absolute path", Refused(_entry with { Remote = _entry.Remote! with { ApiKeyFile = "key" } }), StringComparison.Ordinal); // it has one
        Assert.Contains("clientKey without", Refused(_entry with { Remote = _entry.Remote! with { ClientKey = "/key.pem" } }), StringComparison.Ordinal);
        Assert.Contains("timeout", Refused(_entry with { Remote = _entry.Remote! with { Timeout = TimeSpan.Zero } }), StringComparison.Ordinal);
        Assert.Contains("isolation of local must be dedicated or shared", Refused(new() { Id = "local", File = "a.gguf", Sha256 = new('0', 64), Licence = "x", Origin = "x", TrainingData = "x", Isolation = IsolationMode.Remote }), StringComparison.Ordinal);
    }

    static string Refused(CatalogModel entry) => Assert.Throws<JsonException>(() => Encode(entry)).Message;

    static string Encode(CatalogModel entry) => Encoding.UTF8.GetString(new ModelCatalog { Models = [entry] }.Encode());
}
