using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Host.Tests.Web;
using OnPremLlm.Inference;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Models;

[Collection(OneHost.Name)]
public sealed class What_clinics_are_told_of_models(ScribeHost host) : IAsyncLifetime, IDisposable
{
    const string Loads = "api/compliance/models/loads";

    readonly ModelShelf _shelf = new(host);
    readonly string _id = "m-" + Guid.NewGuid().ToString("N")[..8];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (host.Services.GetRequiredService<ModelRegistry>().All().Any(model => model.Id == _id))
        {
            await _shelf.RemoveAsync(_id);
        }
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task The_load_of_a_dedicated_model_stands_in_the_ledger_of_the_clinic_that_used_it()
    {
        await _shelf.AddAsync(_id);
        await UseAsync(host.North);
        await UseAsync(host.North);

        var entry = Assert.Single(await EntriesAsync(host.North));
        Assert.Equal([$"model:{_id}", "engine:llama.cpp/0.5.0-dev", "isolation:dedicated"], entry.Items);
        Assert.Equal(Hash(), entry.Commitment);
        Assert.Empty(await EntriesAsync(host.South));
    }

    [Fact]
    public async Task The_load_of_a_shared_model_stands_in_each_ledger_from_its_first_use_and_the_log_verifies()
    {
        await _shelf.AddAsync(_id, asked => asked with { Entry = asked.Entry with { Isolation = IsolationMode.Shared } });
        await UseAsync(host.North);
        Assert.Empty(await EntriesAsync(host.South));
        await UseAsync(host.South);

        Assert.Equal("isolation:shared", Assert.Single(await EntriesAsync(host.North)).Items![2]); // this type has items
        Assert.Single(await EntriesAsync(host.South));
        Assert.DoesNotContain(LogVerification.Verify(Path.Combine(host.Layout.Ledger, host.South.Id.Value.ToString("D")), null).Checks, check => check.Outcome is CheckOutcome.Failed);
    }

    [Fact]
    public async Task Administrators_and_compliance_see_provenance_isolation_and_hash_and_the_other_clinic_does_not()
    {
        await _shelf.AddAsync(_id, asked => asked with { Tenants = ["North"], Entry = asked.Entry with { Isolation = IsolationMode.Shared } });
        using var administrator = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        using var compliance = await PageReader.SignInAsync(host, host.North, Role.Compliance);

        var page = WebUtility.HtmlDecode(await administrator.ReadAsync("admin"));
        Assert.All((string[])[_id, Hash()[..12], "Apache-2.0", "a test", "random numbers", "Shared with other clinics"], text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains(Hash(), await compliance.ReadAsync("compliance"), StringComparison.Ordinal);
        Assert.DoesNotContain(_id, (await host.OtherCompliance.SendAsync(HttpMethod.Get, "compliance")).Body, StringComparison.Ordinal);

        var facts = (await FactsAsync(host.Compliance)).Single(model => model.Id == _id);
        Assert.Equal((Hash(), "shared", true, "Stopped"), (facts.Sha256, facts.Isolation, facts.Restricted, facts.State));
        Assert.DoesNotContain(_id, (await FactsAsync(host.OtherCompliance)).Select(model => model.Id));
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Compliance.SendAsync(HttpMethod.Get, "api/admin/models")).Status);
    }

    [Fact]
    public async Task Compliance_sees_what_has_run_for_its_own_clinic_also_after_the_model_was_removed()
    {
        await _shelf.AddAsync(_id);
        var hash = Hash();
        await UseAsync(host.North);
        await host.Services.GetRequiredService<WorkerSupervisor>().StopOwnerAsync(new(host.North.Id.Value));
        await UseAsync(host.North);
        var entries = await EntriesAsync(host.North);
        await _shelf.RemoveAsync(_id);

        var ran = (await host.Compliance.GetAsync<List<ModelThatRan>>(Loads))[0]; // the last one first
        Assert.Equal((_id, hash, "llama.cpp/0.5.0-dev", "dedicated", 2), (ran.Id, ran.Sha256, ran.Engine, ran.Isolation, ran.Loads));
        Assert.Equal((entries[0].Time, entries[^1].Time), (ran.FirstLoadedAt, ran.LastLoadedAt));
        Assert.DoesNotContain(await host.OtherCompliance.GetAsync<List<ModelThatRan>>(Loads), other => other.Id == _id);

        using var compliance = await PageReader.SignInAsync(host, host.North, Role.Compliance);
        var page = await compliance.ReadAsync("compliance");
        var words = PageReader.Words(page[page.IndexOf("<h2 id=\"models-run\">", StringComparison.Ordinal)..]);
        Assert.Contains($"{_id} Process This clinic's own First loaded {entries[0].Time:yyyy-MM-dd HH:mm} UTC Last loaded {entries[^1].Time:yyyy-MM-dd HH:mm} UTC Loads 2 Engine llama.cpp/0.5.0-dev SHA-256 {hash}", words, StringComparison.Ordinal);
        using var others = await PageReader.SignInAsync(host, host.South, Role.Compliance);
        Assert.DoesNotContain(_id, await others.ReadAsync("compliance"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Clinician.SendAsync(HttpMethod.Get, Loads)).Status);
    }

    [Fact]
    public async Task One_name_for_two_files_is_told_as_two_models_and_the_last_one_comes_first()
    {
        await _shelf.AddAsync(_id);
        await UseAsync(host.North);
        await _shelf.RemoveAsync(_id);
        await _shelf.AddAsync(_id, asked => asked with { Path = _shelf.File(seed: 2) });
        await UseAsync(host.North);

        var ran = (await host.Compliance.GetAsync<List<ModelThatRan>>(Loads)).Where(model => model.Id == _id).ToList();
        Assert.Equal(2, ran.Count);
        Assert.Equal(Hash(), ran[0].Sha256);
        Assert.NotEqual(Hash(), ran[1].Sha256);
    }

    [Fact]
    public async Task Administrators_see_the_shared_engine_of_a_model_that_their_clinic_may_use_and_of_no_other()
    {
        await _shelf.AddAsync(_id, asked => asked with { Tenants = ["North"], Entry = asked.Entry with { Isolation = IsolationMode.Shared } });
        await UseAsync(host.North);
        using var north = await host.SignInNewAsync($"{Guid.NewGuid():N}@north.test", Role.TenantAdministrator, host.North);
        using var south = await host.SignInNewAsync($"{Guid.NewGuid():N}@south.test", Role.TenantAdministrator, host.South);

        var engine = Assert.Single(await north.GetAsync<List<EngineSummary>>("api/admin/engines"), engine => engine.Model == _id);
        Assert.Equal(("Generation", true, "Ready"), (engine.Kind, engine.Shared, engine.State));
        Assert.DoesNotContain(_id, (await south.SendAsync(HttpMethod.Get, "api/admin/engines")).Body, StringComparison.Ordinal);
        using var administrator = await PageReader.SignInAsync(host, host.North, Role.TenantAdministrator);
        Assert.Contains($"Language model {_id} State Ready Process Shared with other clinics", PageReader.Words(await administrator.ReadAsync("admin")), StringComparison.Ordinal);
        using var others = await PageReader.SignInAsync(host, host.South, Role.TenantAdministrator);
        Assert.DoesNotContain(_id, await others.ReadAsync("admin"), StringComparison.Ordinal);
    }

    string Hash() => host.Services.GetRequiredService<ModelRegistry>().All().Single(model => model.Id == _id).Sha256!; // listed ones have a hash

    async Task UseAsync(Tenant tenant)
    {
        var owner = new OwnerId(tenant.Id.Value);
        await host.Services.GetRequiredService<ILanguageModels>().Find(owner, _id)!.DescribeAsync(owner, default); // a missing one fails the test
    }

    async Task<List<LedgerEntry>> EntriesAsync(Tenant tenant)
    {
        var ledger = await host.Services.GetRequiredService<TenantLedgers>().GetAsync(tenant.Id, default);
        List<LedgerEntry> found = [];
        await foreach (var (_, entry) in ledger.ReadAsync(0, default))
        {
            if (entry.Type is LedgerEntryType.ModelLoaded && entry.Items?.Contains($"model:{_id}") == true)
            {
                found.Add(entry);
            }
        }

        return found;
    }

    static async Task<IReadOnlyList<ModelFacts>> FactsAsync(Visitor visitor) =>
        JsonSerializer.Deserialize<List<ModelFacts>>((await visitor.SendAsync(HttpMethod.Get, "api/compliance/models")).Body, JsonSerializerOptions.Web)!; // an array
}
