using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Cli.Models;
using OnPremLlm.Host.Tests.Models;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Host.Tests.Web;
using OnPremLlm.Inference;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;
using OnPremLlm.TestSupport.Remote;

namespace OnPremLlm.Host.Tests.Remote;

[Collection(Hosts.Name)]
public sealed class Remote_models_on_the_command_line(TwoHosts hosts)
{
    readonly string _id = "m-" + Guid.NewGuid().ToString("N")[..8];

    string Server => hosts.Engine.Address.Server;

    [Fact]
    public async Task Are_added_after_they_answered_and_listed_verified_measured_and_removed()
    {
        await hosts.Shelf.AddRemoteAsync(_id, hosts.Engine, asked => asked with { Tenants = ["North"] });

        Assert.Contains($"{_id} added: remote at {Server}, {TwoHosts.FarId}", hosts.Shelf.Output, StringComparison.Ordinal);
        Assert.Contains("It answers. Context 1,024 tokens; takes messages; exact quotations: yes; counts tokens: yes.", hosts.Shelf.Output, StringComparison.Ordinal);
        var line = await hosts.Shelf.LineAsync(_id);
        Assert.All((string[])["remote", "North", $"remote at {Server}"], text => Assert.Contains(text, line, StringComparison.Ordinal));
        Assert.Equal(0, await hosts.Shelf.VerifyAsync(_id));
        await hosts.Shelf.BenchAsync(_id);
        Assert.Matches("prompt .*generation ", hosts.Shelf.Output.ReplaceLineEndings(" "));
        await hosts.Shelf.RemoveAsync(_id, question => question == $"Remove {_id} (remote at {Server})?");
        Assert.Null(hosts.Near.Services.GetRequiredService<ILanguageModels>().Find(new(hosts.Near.North.Id.Value), _id));
    }

    [Fact]
    public async Task Are_not_added_where_the_engine_is_another_or_does_not_answer()
    {
        using var other = new TestAuthority("Other CA");
        var wrongKey = other.Write("opl_wrong");
        var noKey = other.Write((await hosts.Far.CreateKeyAsync(hosts.Far.North, ApiKeyScopes.Inference)).Text);

        await RefusedAsync("was not issued by an authority of", engine => engine with { Authority = other.File });
        await RefusedAsync("asks for a client certificate", engine => engine with { ClientCertificate = null, ClientKey = null });
        await RefusedAsync($"refuses this Host (401). Check the API key in {wrongKey}", engine => engine with { ApiKeyFile = wrongKey });
        await RefusedAsync("It wants an API key", engine => engine with { ApiKeyFile = null });
        await RefusedAsync("refuses this Host (403)", engine => engine with { ApiKeyFile = noKey });
        await RefusedAsync("lists no model nothing for this Host", engine => engine with { Model = "nothing" });
        await RefusedAsync("is not https", engine => engine with { Endpoint = new("http://engines.hospital.example/v1") });
        await RefusedAsync("no address inside the building", engine => engine with { Endpoint = new("https://8.8.8.8/v1") });
        Assert.Contains("may have 1024 tokens together, and --context is 4096", await ModelShelf.RefusedAsync(() => hosts.Shelf.AddRemoteAsync(_id, hosts.Engine, asked => asked with { Entry = asked.Entry with { ContextTokens = 4096 } })), StringComparison.Ordinal);
        Assert.DoesNotContain(hosts.Near.Services.GetRequiredService<ModelRegistry>().All(), model => model.Id == _id);
    }

    [Fact]
    public async Task Say_which_of_their_secrets_others_can_read()
    {
        using var files = new TestAuthority();
        var key = files.Write((await hosts.Far.CreateKeyAsync(hosts.Far.North)).Text);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await hosts.Shelf.AddRemoteAsync(_id, hosts.Engine with { ApiKeyFile = key });

        Assert.Contains($"Every account can read {key}: chmod 0600", hosts.Shelf.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"can read {hosts.Engine.ClientKey}", hosts.Shelf.Output, StringComparison.Ordinal);
        await hosts.Shelf.RemoveAsync(_id);
    }

    [Fact]
    public async Task That_no_longer_answer_fail_their_verification()
    {
        using var files = new TestAuthority();
        var key = await hosts.Far.CreateKeyAsync(hosts.Far.North);
        await hosts.Shelf.AddRemoteAsync(_id, hosts.Engine with { ApiKeyFile = files.Write(key.Text) });
        await File.WriteAllTextAsync(files.File.Replace("1.pem", "2.pem", StringComparison.Ordinal), "opl_revoked");

        Assert.Contains("do not answer", await ModelShelf.RefusedAsync(() => hosts.Shelf.VerifyAsync(_id)), StringComparison.Ordinal);
        Assert.Contains($"{_id}: The remote engine {Server} refuses this Host (401).", hosts.Shelf.Output, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InferenceException>(() => UseAsync(hosts.Near.North, _id));
        Assert.Contains($"1120 A remote engine failed (Misconfigured). The remote engine {Server} refuses this Host (401).", hosts.Near.Log, StringComparison.Ordinal);
        await hosts.Shelf.RemoveAsync(_id);
    }

    [Fact]
    public async Task Draft_no_notes() => Assert.Contains(
        $"Notes are drafted by a model that runs on this server, and {TwoHosts.NearId} is remote at {Server}",
        await ModelShelf.RefusedAsync(() => DraftingModel.ChooseAsync(new() { DataFolder = hosts.Near.Folder, AppFolder = AppFolder.Path }, TwoHosts.NearId)), StringComparison.Ordinal);

    [Fact]
    public async Task Stand_in_the_ledger_of_the_clinic_before_their_first_answer_and_the_log_verifies()
    {
        await UseAsync(hosts.Near.North);
        await UseAsync(hosts.Near.North);

        var entry = Assert.Single(await EntriesAsync(hosts.Near.North));
        Assert.Equal([$"model:{TwoHosts.NearId}", "engine:openai-compatible/v1", "isolation:remote", $"remote:{Server}", $"remote-model:{TwoHosts.FarId}"], entry.Items);
        var ran = Assert.Single(await hosts.Near.Compliance.GetAsync<List<ModelThatRan>>("api/compliance/models/loads"), model => model.Id == TwoHosts.NearId);
        Assert.Equal((null, "openai-compatible/v1", "remote", Server, TwoHosts.FarId), (ran.Sha256, ran.Engine, ran.Isolation, ran.Remote, ran.RemoteModel));
        Assert.Null(entry.Commitment);
        Assert.Empty(await EntriesAsync(hosts.Near.South));
        Assert.DoesNotContain(LogVerification.Verify(Path.Combine(hosts.Near.Layout.Ledger, hosts.Near.North.Id.Value.ToString("D")), null).Checks, check => check.Outcome is CheckOutcome.Failed);
    }

    [Fact]
    public async Task Are_shown_as_remote_to_administrators_and_compliance()
    {
        using var administrator = await PageReader.SignInAsync(hosts.Near, hosts.Near.North, Role.TenantAdministrator);
        using var compliance = await PageReader.SignInAsync(hosts.Near, hosts.Near.North, Role.Compliance);

        foreach (var page in (string[])[await administrator.ReadAsync("admin"), await compliance.ReadAsync("compliance")])
        {
            Assert.All((string[])[$"{TwoHosts.FarId} at {Server}", "On another server of the hospital"], text => Assert.Contains(text, WebUtility.HtmlDecode(page), StringComparison.Ordinal));
        }

        var facts = JsonSerializer.Deserialize<List<ModelFacts>>((await hosts.Near.Compliance.SendAsync(HttpMethod.Get, "api/compliance/models")).Body, JsonSerializerOptions.Web)!.Single(model => model.Id == TwoHosts.NearId); // an array
        Assert.Equal((null, "remote", "Remote", Server, TwoHosts.FarId, 0), (facts.Sha256, facts.Isolation, facts.State, facts.Remote, facts.RemoteModel, facts.MemoryBytes));
    }

    [Theory]
    [InlineData("/tmp/x.gguf", "--remote", "https://localhost/v1", "--remote-model", "x")]
    [InlineData("--remote", "https://localhost/v1")]
    [InlineData("--remote", "https://localhost/v1", "--remote-model", "x", "--gpu-layers", "2")]
    [InlineData("--remote", "https://localhost/v1", "--remote-model", "x", "--sha256", "0")]
    [InlineData("/tmp/x.gguf", "--api-key-file", "/tmp/key")]
    [InlineData("--remote-model", "x")]
    public async Task That_are_asked_for_wrongly_are_not_understood(params string[] arguments) =>
        Assert.Equal(2, await Commands.RunAsync(["models", "add", "--id", "x", "--licence", "x", "--origin", "x", "--training-data", "x", .. arguments, "--data", hosts.Near.Folder]));

    async Task RefusedAsync(string expected, Func<RemoteEngine, RemoteEngine> change) =>
        Assert.Contains(expected, await ModelShelf.RefusedAsync(() => hosts.Shelf.AddRemoteAsync(_id, change(hosts.Engine))), StringComparison.Ordinal);

    async Task UseAsync(Tenant tenant, string model = TwoHosts.NearId)
    {
        var owner = new OwnerId(tenant.Id.Value);
        await foreach (var update in hosts.Near.Services.GetRequiredService<ILanguageModels>().Find(owner, model)!.GenerateAsync(owner, new() { Prompt = new() { Messages = [new("user", "Hello")] }, MaxTokens = 1 }, default)) // a missing one fails the test
        {
            Assert.NotNull(update);
        }
    }

    async Task<List<LedgerEntry>> EntriesAsync(Tenant tenant)
    {
        var ledger = await hosts.Near.Services.GetRequiredService<TenantLedgers>().GetAsync(tenant.Id, default);
        List<LedgerEntry> found = [];
        await foreach (var (_, entry) in ledger.ReadAsync(0, default))
        {
            if (entry.Type is LedgerEntryType.ModelLoaded && entry.Items?.Contains($"model:{TwoHosts.NearId}") == true)
            {
                found.Add(entry);
            }
        }

        return found;
    }
}
