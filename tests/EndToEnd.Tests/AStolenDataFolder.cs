using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.App.Visit.Capture;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Stores;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>Somebody copied the whole data folder before a visit was purged, and has today's keys too.</summary>
public sealed class AStolenDataFolder(RealHost host) : IClassFixture<RealHost>
{
    const int Frames = 40; // 8 s of the demonstration: the doctor's question and the patient's cough

    [Fact]
    public async Task After_the_purge_opens_nothing_with_the_keys_as_they_are_now()
    {
        using var clinician = await ApiClient.SignInAsync(host, "Clinician");
        var tenant = clinician.Who.TenantId!.Value; // a clinician has a tenant
        var visit = await VisitInReviewAsync(clinician);
        var copy = await host.CopyAsync();
        var before = await host.RowsAsync(tenant, visit);
        Assert.Equal([RecordCategory.Audio, RecordCategory.Transcript, RecordCategory.Draft], before.Select(row => row.Category).Distinct().Order());
        foreach (var row in before)
        {
            Assert.NotEmpty(await host.StoredAsync(tenant, row)); // until then the keys open it
        }

        await host.RestartAsync();
        await SignAndPurgeAsync(clinician, visit);
        await host.KillAsync();

        await host.PutBackAsync(copy, "postgres");
        await AssertNothingOpensAsync(tenant, visit, before);
        await host.PutBackAsync(copy, "keystore"); // yesterday's shards too; only the seal keys are today's
        foreach (var row in before)
        {
            await Assert.ThrowsAsync<KeystoreException>(() => host.StoredAsync(tenant, row));
        }

        await host.PutBackAsync(copy, "root"); // the one storage whose loss of the old seal keys is the purge
        foreach (var row in before)
        {
            Assert.NotEmpty(await host.StoredAsync(tenant, row));
        }
    }

    async Task AssertNothingOpensAsync(Guid tenant, Guid visit, IReadOnlyList<RecordAddress> before)
    {
        Assert.Equivalent(before, await host.RowsAsync(tenant, visit)); // every row is there again
        foreach (var row in before)
        {
            await Assert.ThrowsAsync<RecordKeyDestroyedException>(() => host.StoredAsync(tenant, row));
        }

        await host.RestartAsync();
        using var clinician = await ApiClient.SignInAsync(host, "Clinician");
        var answer = await clinician.GetTextAsync($"api/visits/{visit}");
        Assert.DoesNotContain("cough", answer, StringComparison.OrdinalIgnoreCase);
        await host.KillAsync();
    }

    static async Task<Guid> VisitInReviewAsync(ApiClient clinician)
    {
        var recording = WavRecording.Read(await File.ReadAllBytesAsync(DemonstrationRecording.Path));
        var visit = (await clinician.PostAsync<VisitDetail>("api/visits")).Summary.Id;
        await clinician.PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.Explicit });
        var audio = new AudioUploader(0);
        for (var i = 0; i < Frames; i++)
        {
            audio.Add(recording.Frame(i));
        }

        audio.Finish();
        await using (var hub = await clinician.ConnectAsync())
        {
            await hub.InvokeAsync(VisitHub.UploadAudio, visit, recording.Channels, audio.FramesFromAsync(0, CancellationToken.None));
        }

        await clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = audio.LastFrame });
        await clinician.FirstAsync(visit, e => e.State is VisitState.Review);
        Assert.Contains("cough", await clinician.GetTextAsync($"api/visits/{visit}"), StringComparison.OrdinalIgnoreCase);
        return visit;
    }

    async Task SignAndPurgeAsync(ApiClient clinician, Guid visit)
    {
        var draft = (await clinician.VisitAsync(visit)).Draft!; // the visit is in review
        await clinician.PostAsync($"api/visits/{visit}/sign", new SignRequest { Version = draft.Version, AttestUnsupported = true });
        using var compliance = await ApiClient.SignInAsync(host, "Compliance");
        await compliance.PostAsync("api/compliance/sweep");
        var records = (await clinician.VisitAsync(visit)).Records;
        Assert.All(records.Where(record => record.Kind is not RecordKind.Note), record => Assert.NotNull(record.PurgedAt));
    }
}
