using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests;

public class CatalogTests
{
    const string Hash = "1b9ef145a6a8f03a77a96dd11a45fd3f9a3af779126f35ecd79651bcec9beb21";

    [Fact]
    public void An_entry_is_read_with_its_provenance()
    {
        using var file = new TemporaryFile(Entry("demo/demo.gguf", Hash));
        var model = Assert.Single(ModelCatalog.Read(file.Path).Models);

        Assert.Equal(("demo", "demo/demo.gguf", Hash, "Apache-2.0", 1024, "demo-scribe-interim", true),
            (model.Id, model.File, model.Sha256, model.Licence, model.ContextTokens, model.PromptFormat, model.Demonstration));
    }

    [Theory]
    [InlineData("/etc/passwd", Hash, "must lie below")]
    [InlineData("../secret.gguf", Hash, "must lie below")]
    [InlineData("demo.gguf", "abc", "64 lower-case hexadecimal digits")]
    public void An_entry_that_cannot_be_trusted_is_refused(string path, string sha256, string reason)
    {
        using var file = new TemporaryFile(Entry(path, sha256));
        var failure = Assert.Throws<InferenceException>(() => ModelCatalog.Read(file.Path));

        Assert.Equal(InferenceFailure.Misconfigured, failure.Failure);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_without_its_hash_is_refused()
    {
        using var file = new TemporaryFile("""{ "models": [ { "id": "demo", "file": "demo.gguf", "licence": "x", "origin": "x", "trainingData": "x" } ] }""");
        Assert.Contains("sha256", Assert.Throws<InferenceException>(() => ModelCatalog.Read(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_catalog_is_named() =>
        Assert.Contains("/nowhere/catalog.json", Assert.Throws<InferenceException>(() => ModelCatalog.Read("/nowhere/catalog.json")).Message, StringComparison.Ordinal);

    static string Entry(string file, string sha256) => $$"""
        { "models": [ { "id": "demo", "file": "{{file}}", "sha256": "{{sha256}}", "licence": "Apache-2.0", "origin": "this project",
          "trainingData": "synthetic visits", "contextTokens": 1024, "promptFormat": "demo-scribe-interim", "demonstration": true } ] }
        """;
}
