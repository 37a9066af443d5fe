using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Speech;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

public sealed class SpeechSetupTests(SpeechWorker worker) : IClassFixture<SpeechWorker>
{
    [Fact]
    public async Task Worker_describes_its_engine_and_the_hash_of_every_file()
    {
        var description = await worker.Worker.DescribeAsync(new DescribeRequest());

        Assert.Equal(WorkerRole.Speech, description.Role);
        Assert.Equal("pocketsphinx", description.Engine);
        Assert.Matches("^0\\.8|^unpackaged$", description.EngineVersion);
        Assert.Matches("^[0-9a-f]{64}$", description.Model.Sha256);
        Assert.Contains("visits.lm ", description.Model.Description, StringComparison.Ordinal);
        Assert.Equal(SpeechWorker.Decoders, description.Model.MaxSequences);
        Assert.Empty(description.StructSizes);
    }

    [Fact]
    public void Missing_model_names_the_package()
    {
        var refusal = Assert.Throws<WorkerStartException>(() => SpeechModelFiles.Open(SpeechWorker.Native, SpeechWorker.Models, "/nowhere"));

        Assert.Contains("apt-get install pocketsphinx-en-us", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_voice_activity_model_is_refused_before_native_code_reads_it()
    {
        var folder = Directory.CreateTempSubdirectory("speech");
        var dist = folder.CreateSubdirectory("@ricky0123/vad-web/dist");
        File.WriteAllText(Path.Combine(dist.FullName, "silero_vad_v6.onnx"), "not the pinned model");

        var refusal = Assert.Throws<WorkerStartException>(() => SpeechModelFiles.Open(folder.FullName, SpeechWorker.Models));

        Assert.Contains("not the pinned voice activity model", refusal.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("clinical.dict", "word WITHOUT PHONES\n")]
    [InlineData("visits.lm", "not a language model\n")]
    public void Damaged_file_is_refused_by_name(string name, string content)
    {
        var folder = Directory.CreateTempSubdirectory("speech");
        var speech = folder.CreateSubdirectory("speech");
        foreach (var file in Directory.GetFiles(Path.Combine(SpeechWorker.Models, "speech")))
        {
            File.Copy(file, Path.Combine(speech.FullName, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(speech.FullName, name), content);

        var refusal = Assert.Throws<WorkerStartException>(() => new Recognizer(SpeechModelFiles.Open(SpeechWorker.Native, folder.FullName), 1));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
