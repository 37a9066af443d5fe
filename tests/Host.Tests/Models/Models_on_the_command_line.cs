using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Cli.Models;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Host.Tests.Models;

[Collection(OneHost.Name)]
public sealed class Models_on_the_command_line(ScribeHost host) : IAsyncLifetime, IDisposable
{
    readonly ModelShelf _shelf = new(host);
    readonly string _id = "m-" + Guid.NewGuid().ToString("N")[..8];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (File.Exists(_shelf.Catalog) && ModelRegistry().All().Any(model => model.Id == _id))
        {
            await _shelf.RemoveAsync(_id);
        }
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task Are_added_with_an_estimate_listed_verified_and_removed_while_the_Host_runs()
    {
        await _shelf.AddAsync(_id, asked => asked with { Entry = asked.Entry with { KeyType = "q8_0", Sequences = 2 } });

        Assert.Contains($"{_id} added: llama, 2 layers, SHA-256 ", _shelf.Output, StringComparison.Ordinal);
        Assert.Contains("for keys (q8_0) and values (f16) of 2 x 1,024 tokens", _shelf.Output, StringComparison.Ordinal);
        var line = await _shelf.LineAsync(_id);
        Assert.All((string[])["dedicated", ModelRegistry().All().Single(model => model.Id == _id).Sha256!, "Apache-2.0", "a test", "random numbers"], fact => Assert.Contains($"  {fact}", line, StringComparison.Ordinal)); // listed ones have a hash
        Assert.Equal(0, await _shelf.VerifyAsync(_id));
        Assert.Contains(_id, Listed(host.North.Id.Value));

        await _shelf.RemoveAsync(_id, _ => true);
        Assert.DoesNotContain(_id, Listed(host.North.Id.Value));
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(_shelf.Catalog)!, "files", _id)));
    }

    [Fact]
    public async Task Are_not_added_with_layers_on_a_gpu_that_there_is_not()
    {
        var refused = await ModelShelf.RefusedAsync(() => _shelf.AddAsync(_id, asked => asked with { Entry = asked.Entry with { GpuLayers = 20 } }));

        Assert.StartsWith($"A GPU is asked for ({_id})", refused, StringComparison.Ordinal);
        Assert.Contains("Nothing was added.", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(_id, Listed(host.North.Id.Value));
    }

    [Fact]
    public async Task Of_one_clinic_are_not_told_to_another()
    {
        await _shelf.AddAsync(_id, asked => asked with { Tenants = ["North"] });

        Assert.Contains("North", await _shelf.LineAsync(_id), StringComparison.Ordinal);
        Assert.Contains(_id, Listed(host.North.Id.Value));
        Assert.DoesNotContain(_id, Listed(host.South.Id.Value));
    }

    [Fact]
    public async Task Are_refused_when_the_publishers_hash_is_another_and_nothing_is_left()
    {
        var refused = await ModelShelf.RefusedAsync(() => _shelf.AddAsync(_id, asked => asked with { Sha256 = [new('0', 64)] }));

        Assert.Contains("It was not added.", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(_id, Listed(host.North.Id.Value));
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(_shelf.Catalog)!, "files", _id)));
    }

    [Fact]
    public async Task That_were_changed_on_the_disk_are_found_and_not_loaded()
    {
        await _shelf.AddAsync(_id);
        var copy = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(_shelf.Catalog)!, "files", _id)).Single();
        await using (var file = File.OpenWrite(copy))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(1);
        }

        Assert.Contains("not those that the catalog names", await ModelShelf.RefusedAsync(() => _shelf.VerifyAsync(_id)), StringComparison.Ordinal);
        Assert.Contains("and the catalog says", _shelf.Output, StringComparison.Ordinal);
        var owner = new OwnerId(host.North.Id.Value);
        var failure = await Assert.ThrowsAsync<InferenceException>(async () => await Models().Find(owner, _id)!.DescribeAsync(owner, default));
        Assert.Equal(InferenceFailure.ModelRefused, failure.Failure);
    }

    [Fact]
    public async Task In_several_files_and_in_place_stay_where_they_are()
    {
        var parts = _shelf.Split();
        await _shelf.AddAsync(new AskedModel { Path = parts[0], InPlace = true, Entry = ModelShelf.Entry(_id) });

        Assert.Equal(parts, ModelRegistry().All().Single(model => model.Id == _id).Files.Select(file => file.Path));
        Assert.Equal(0, await _shelf.VerifyAsync(_id));
        await _shelf.RemoveAsync(_id);
        Assert.All(parts, part => Assert.True(File.Exists(part)));
    }

    [Fact]
    public async Task Are_refused_in_one_sentence()
    {
        Assert.Contains("a model demo-scribe-interim already", await ModelShelf.RefusedAsync(() => _shelf.AddAsync("demo-scribe-interim")), StringComparison.Ordinal);
        Assert.Contains("cannot be a model's id", await ModelShelf.RefusedAsync(() => _shelf.AddAsync("a/b")), StringComparison.Ordinal);
        Assert.Contains("There is no model file", await ModelShelf.RefusedAsync(() => _shelf.AddAsync(_id, asked => asked with { Path = "/nowhere.gguf" })), StringComparison.Ordinal);
        Assert.Contains("does not begin with the letters GGUF", await ModelShelf.RefusedAsync(() => _shelf.AddAsync(_id, asked => asked with { Path = "/etc/passwd" })), StringComparison.Ordinal);
        Assert.Contains("There is no clinic \"West\".", await ModelShelf.RefusedAsync(() => _shelf.AddAsync(_id, asked => asked with { Tenants = ["West"] })), StringComparison.Ordinal);
        Assert.Contains("There is no model nothing.", await ModelShelf.RefusedAsync(() => _shelf.RemoveAsync("nothing")), StringComparison.Ordinal);
        Assert.Contains("has no model demo-scribe-interim", await ModelShelf.RefusedAsync(() => _shelf.RemoveAsync("demo-scribe-interim")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stay_unless_confirmed_and_while_notes_are_drafted_with_them()
    {
        await _shelf.AddAsync(_id);
        Assert.Contains("was not removed", await ModelShelf.RefusedAsync(() => _shelf.RemoveAsync(_id, _ => false)), StringComparison.Ordinal);

        var options = await DraftingModel.ChooseAsync(new() { DataFolder = host.Folder, AppFolder = AppFolder.Path }, _id);
        Assert.Equal((_id, null), (options.ModelId, options.ModelFile));
        DraftingModel.Remember(options);
        Assert.Contains("Notes are drafted with", await ModelShelf.RefusedAsync(() => _shelf.RemoveAsync(_id)), StringComparison.Ordinal);
        File.Delete(new HostLayout(host.Folder).DraftingModel);
    }

    [Fact]
    public async Task Are_measured_apart_from_the_Host()
    {
        await _shelf.AddAsync(_id, asked => asked with { Tenants = ["South"] });
        await _shelf.BenchAsync(_id);

        Assert.Matches("prompt .*generation ", _shelf.Output.ReplaceLineEndings(" "));
        Assert.DoesNotContain(host.Services.GetRequiredService<WorkerSupervisor>().Workers, worker => worker.Model == _id);
    }

    [Fact]
    public async Task That_make_embeddings_say_so_are_measured_and_draft_no_notes()
    {
        var folder = Directory.CreateTempSubdirectory("opl-vectors-");
        try
        {
            var file = RandomBert.Write(Path.Combine(folder.FullName, "vectors.gguf"));
            await _shelf.AddAsync(_id, asked => asked with { Path = file });

            Assert.Contains("It makes embeddings", _shelf.Output, StringComparison.Ordinal);
            Assert.Contains("(embeddings)", await _shelf.LineAsync(_id), StringComparison.Ordinal);
            await _shelf.BenchAsync(_id);
            Assert.Contains("embeddings of 16 texts", _shelf.Output, StringComparison.Ordinal);
            Assert.Contains("writes no notes", await ModelShelf.RefusedAsync(() => DraftingModel.ChooseAsync(new() { DataFolder = host.Folder, AppFolder = AppFolder.Path }, _id)), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("add", "/tmp/x.gguf", "--id", "x", "--licence", "x", "--origin", "x")]
    [InlineData("add", "/tmp/x.gguf", "--id", "x", "--licence", "x", "--origin", "x", "--training-data", "x", "--isolation", "none")]
    [InlineData("add", "/tmp/x.gguf", "--id", "x", "--licence", "x", "--origin", "x", "--training-data", "x", "--sequences", "65")]
    [InlineData("add", "/tmp/x.gguf", "--id", "x", "--licence", "x", "--origin", "x", "--training-data", "x", "--key-type", "f32")]
    [InlineData("remove")]
    [InlineData("bench")]
    public async Task That_are_asked_for_wrongly_are_not_understood(params string[] arguments) =>
        Assert.Equal(2, await Commands.RunAsync(["models", .. arguments, "--data", host.Folder]));

    [Fact]
    public void Progress_says_how_much_is_left() =>
        Assert.Equal("big.gguf: 1,024 MiB of 4,096 MiB (25 %), 30 s left", ProgressText.Line(new("/media/stick/big.gguf", 1L << 30, 4L << 30), TimeSpan.FromSeconds(10)));

    ILanguageModels Models() => host.Services.GetRequiredService<ILanguageModels>();

    ModelRegistry ModelRegistry() => host.Services.GetRequiredService<ModelRegistry>();

    IEnumerable<string> Listed(Guid tenant) => Models().List(new(tenant)).Select(model => model.Id);
}
