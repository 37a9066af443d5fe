using System.Text.Json;
using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier.Tests;

/// <summary>The C# and the Python verifier over the same bundles: the same verdict, check by check, and every forgery found.</summary>
public sealed class TwoVerifiers
{
    private const int Mutations = 660;
    private const int Seed = 20261122;

    // One process for all files: verdict and checks of each, or "unreadable".
    private const string Driver = """
        import sys, os, json
        sys.path.insert(0, os.path.dirname(sys.argv[1])); sys.dont_write_bytecode = True
        import verify_receipt as v
        for name in sorted(os.listdir(sys.argv[2])):
            with open(os.path.join(sys.argv[2], name), "rb") as f: data = f.read()
            try:
                checks = v.verify(v.read_bundle(data), sys.argv[3])
                print(json.dumps({"checks": checks.list, "verified": checks.verified()}))
            except v.Unreadable:
                print("unreadable")
        """;

    [Fact]
    public async Task Find_every_mutation_of_a_bundle_and_agree_on_each_check()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var original = (await story.ExportAsync(certificate, LogExport.WholeLog)).ToBytes();
        var mutations = new Mutator(original, Seed).Make(Mutations).ToList();

        var (csharp, python) = Both(story, [new Mutation("the original", original), .. mutations]);

        Assert.Equal(csharp[0], python[0]);
        Assert.StartsWith("True", csharp[0], StringComparison.Ordinal);
        for (var i = 0; i < mutations.Count; i++)
        {
            Assert.True(csharp[i + 1] == python[i + 1], $"{mutations[i].Name}: C# says {csharp[i + 1]}, Python says {python[i + 1]}");
            Assert.False(csharp[i + 1].StartsWith("True", StringComparison.Ordinal), $"{mutations[i].Name} was not found.");
        }
    }

    [Fact]
    public async Task Agree_on_dishonest_logs_that_are_properly_signed()
    {
        await using var story = await PurgeStory.BeginAsync();
        var bundles = new List<Mutation>();
        await story.Log.AppendAsync(new LedgerEntry { Type = LedgerEntryType.PolicyChanged, Time = story.Now, Policy = PurgeStory.Policy }, CancellationToken.None);
        foreach (var (name, tell) in Dishonest())
        {
            var certificate = await tell(story);
            bundles.Add(new Mutation(name, (await story.ExportAsync(certificate, LogExport.ProofsOnly)).ToBytes()));
            bundles.Add(new Mutation(name, (await story.ExportAsync(certificate, LogExport.WholeLog)).ToBytes()));
            story.Pass(TimeSpan.FromHours(1));
        }
        var (csharp, python) = Both(story, bundles);

        Assert.Equal(csharp, python);
        Assert.All(bundles.Zip(csharp), pair => Assert.True(pair.Second.StartsWith("False", StringComparison.Ordinal), pair.First.Name + ": " + pair.Second));
    }

    private static IEnumerable<(string Name, Func<PurgeStory, Task<byte[]>> Tell)> Dishonest()
    {
        yield return ("destroyed before due", async story =>
        {
            var visit = await story.RecordVisitAsync("audio");
            await story.MakeDueAsync(visit, "audio", TimeSpan.FromDays(1));
            return await story.PurgeAsync((visit, "audio"));
        }
        );
        yield return ("no key, no due date", async story => await story.PurgeAsync((Guid.NewGuid(), "audio")));
        yield return ("no intent", async story =>
        {
            var visit = await story.RecordVisitAsync("note");
            await story.MakeDueAsync(visit, "note", TimeSpan.Zero);
            return await story.ReceiptAsync(Guid.NewGuid(), (visit, "note"));
        }
        );
        yield return ("destroyed under a hold, another record overdue, another hold released twice", async story =>
        {
            var visit = await story.RecordVisitAsync("audio", "transcript");
            await story.MakeDueAsync(visit, "audio", TimeSpan.Zero);
            await story.MakeDueAsync(visit, "transcript", TimeSpan.Zero);
            await story.HoldAsync(visit);
            await story.PurgeAsync((visit, "audio"));
            await story.ReleaseAsync(visit);
            await story.ReleaseAsync(visit);
            story.Pass(TimeSpan.FromHours(3));
            return await story.PurgeAsync((Guid.NewGuid(), "draft"));
        }
        );
    }

    private static (List<string> CSharp, List<string> Python) Both(PurgeStory story, List<Mutation> bundles)
    {
        var folder = Directory.CreateDirectory(Path.Combine(story.Folder, "bundles")).FullName;
        for (var i = 0; i < bundles.Count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i:00000}.json"), bundles[i].Bytes);
        }
        var (exitCode, output, error) = Python.Run("-c", Driver, Python.Script, folder, story.Log.VerifierKey);
        Assert.True(exitCode == 0, error);
        return ([.. bundles.Select(b => CSharp(b.Bytes, story.Log.VerifierKey))], [.. output.TrimEnd('\n').Split('\n').Select(line => line == "unreadable" ? line : Outcome(line))]);
    }

    private static string CSharp(byte[] bundle, string key)
    {
        try
        {
            return Outcome(ReceiptVerification.Verify(ReceiptBundle.Parse(bundle), key).ToJson());
        }
        catch (FormatException)
        {
            return "unreadable";
        }
    }

    private static string Outcome(string json) => $"{JsonDocument.Parse(json).RootElement.GetProperty("verified").GetBoolean()} {Running.Outcomes(json)}";
}
