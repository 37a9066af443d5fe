using System.Xml.Linq;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Architecture.Tests;

/// <summary>Dependencies point one way: Host → Scribe → Tenancy, Inference, Ledger; the worker → Inference.Protocol; the Verifier → Ledger.</summary>
public sealed class DependencyTests
{
    static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Ledger"] = [],
        ["Tenancy"] = [],
        ["Inference.Protocol"] = [],
        ["Scribe.Protocol"] = [],
        ["Inference"] = ["Inference.Protocol"],
        ["Inference.Worker"] = ["Inference.Protocol"],
        ["Scribe"] = ["Inference", "Ledger", "Scribe.Protocol", "Tenancy"],
        ["Scribe.App"] = ["Scribe.Protocol"],
        ["Verifier"] = ["Ledger"],
        ["Host"] = ["Inference", "Ledger", "Scribe", "Scribe.App", "Tenancy"],
    };

    static readonly string[] _projects = [.. Directory.GetDirectories(Repository.PathOf("src")).Select(folder => Path.GetFileName(folder)).Order()];

    public static TheoryData<string> Projects => [.. _projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_its_place_allows(string project)
    {
        var file = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string?)reference.Attribute("Include") ?? "")).Order();

        Assert.True(_allowed.TryGetValue(project, out var allowed), $"src/{project} is new: give it a place in this test.");
        Assert.Equal(allowed, references);
    }

    [Fact]
    public void Only_the_worker_has_unsafe_code()
    {
        var unsafeProjects = _projects.Where(project =>
            XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants("AllowUnsafeBlocks").Any());

        Assert.Equal(["Inference.Worker"], unsafeProjects);
    }

    [Fact]
    public void Native_engines_are_packages_of_the_worker_only()
    {
        var withOnnx = _projects.Where(project =>
            File.ReadAllText(Repository.PathOf("src", project, $"{project}.csproj")).Contains("OnnxRuntime", StringComparison.Ordinal));

        Assert.Equal(["Inference.Worker"], withOnnx);
    }
}
