using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests.Registry;

public sealed class The_installations_own_catalog : IDisposable
{
    readonly Installation _installation = new();
    readonly ModelCatalogs _catalogs;
    readonly InstalledModels _installed;

    public The_installations_own_catalog()
    {
        var options = new InferenceOptions { ModelFile = RealWorkers.DemoModel, InstalledCatalogFile = _installation.Catalog };
        _catalogs = new(options, NullLogger.Instance);
        _installed = new(options, _catalogs);
    }

    public void Dispose() => _installation.Dispose();

    [Fact]
    public void Is_read_again_when_it_changed()
    {
        _installation.Install(_installation.Entry("one"));
        var before = _catalogs.All().Single();
        _installation.Install(_installation.Entry("one"), _installation.Entry("two"));

        Assert.Equal(["one", "two"], Ids());
        Assert.True(_catalogs.IsCurrent(before));
        _installation.Install(_installation.Entry("one") with { Sequences = 2 }, _installation.Entry("two"));
        Assert.False(_catalogs.IsCurrent(before));
    }

    [Theory]
    [InlineData("{ \"models\": [ { \"id\": \"bro")]
    [InlineData("{ \"models\": [ { \"id\": \"a b\", \"file\": \"x\", \"sha256\": \"x\", \"licence\": \"x\", \"origin\": \"x\", \"trainingData\": \"x\" } ] }")]
    [InlineData("{ \"models\": null }")]
    public void Keeps_the_last_good_one_after_a_broken_edit(string broken)
    {
        _installation.Install(_installation.Entry("one"));
        Assert.Equal(["one"], Ids());

        File.WriteAllText(_installation.Catalog, broken);
        Assert.Equal(["one"], Ids());

        _installation.Install(_installation.Entry("one"), _installation.Entry("two"));
        Assert.Equal(["one", "two"], Ids());
    }

    [Fact]
    public void Is_changed_whole_and_readable_by_its_group_only()
    {
        _installed.Add(_installation.Entry("one"));
        _installed.Add(_installation.Entry("two"));
        _installed.Remove("one");

        Assert.Equal(["two"], Ids());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_installation.Catalog));
        Assert.Equal(["catalog.json", "files", "one.gguf", "two.gguf"], Directory.EnumerateFileSystemEntries(_installation.PathOf("")).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Takes_no_id_twice_and_removes_none_that_it_has_not()
    {
        _installed.Add(_installation.Entry("one"));

        Assert.Contains("a model one already", Assert.Throws<InferenceException>(() => _installed.Add(_installation.Entry("one"))).Message, StringComparison.Ordinal);
        Assert.Contains("no model two", Assert.Throws<InferenceException>(() => _installed.Remove("two")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_settings_that_cannot_be()
    {
        var entry = _installation.Entry("one");

        Assert.Contains("sequences of one is 65", Refused(entry with { Sequences = 65 }), StringComparison.Ordinal);
        Assert.Contains("keyType of one must be f16, q8_0, q4_0", Refused(entry with { KeyType = "f32" }), StringComparison.Ordinal);
        Assert.Contains("needs flash attention", Refused(entry with { FlashAttention = "off", ValueType = "q8_0" }), StringComparison.Ordinal);
        Assert.Contains("is shared, which needs flash attention", Refused(entry with { FlashAttention = "off", Isolation = IsolationMode.Shared }), StringComparison.Ordinal);
    }

    [Fact]
    public void Identifies_a_split_model_by_all_of_its_files()
    {
        CatalogFile One(char digit) => new() { Path = $"{digit}.gguf", Sha256 = new(digit, 64) };
        var (model, other) = (_installation.Entry("one") with { File = null, Sha256 = null, Files = [One('a'), One('b')] }, _installation.Entry("one") with { File = null, Sha256 = null, Files = [One('b'), One('a')] });

        Assert.Matches("^[0-9a-f]{64}$", model.Fingerprint);
        Assert.NotEqual(model.Fingerprint, other.Fingerprint);
    }

    IEnumerable<string> Ids() => _catalogs.All().Select(model => model.Id);

    string Refused(CatalogModel entry) => Assert.Throws<InferenceException>(() => _installed.Add(entry)).Message;
}
