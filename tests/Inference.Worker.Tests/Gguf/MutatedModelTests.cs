using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Tests.Support;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.Inference.Worker.Tests.Gguf;

/// <summary>Random damage to a header: either the checker refuses it, or native code survives it.</summary>
public sealed class MutatedModelTests
{
    const int Mutations = 300;
    const int NativeTries = 12;

    [Fact]
    public async Task A_mutated_header_is_refused_by_the_checker_or_survived_by_native_code()
    {
        var folder = Directory.CreateTempSubdirectory("mutated");
        try
        {
            var passed = Mutate(folder.FullName);
            Assert.InRange(passed.Count, 1, Mutations - 50);

            // A process each: most of those that pass differ in a text or a weight only, so a sample is enough.
            foreach (var path in passed.Take(NativeTries))
            {
                await using var worker = await ChildWorker.StartAsync(path);
                var code = worker.Process.HasExited ? worker.Process.ExitCode : await worker.EndAsync();
                Assert.True(code is 0 or 2, $"The worker ended with {code} on {Path.GetFileName(path)}: {worker.Log}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static List<string> Mutate(string folder)
    {
        using var stream = new MemoryStream();
        var file = RandomModel.Create(new());
        file.Write(stream);
        var sound = stream.ToArray();
        var header = sound.Length - (int)file.Tensors.Sum(tensor => tensor.Bytes);
        var random = new Random(20260101);
        var passed = new List<string>();
        for (var i = 0; i < Mutations; i++)
        {
            var model = sound.ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                model[random.Next(header)] = (byte)random.Next(256);
            }

            if (Passes(model))
            {
                passed.Add(Path.Combine(folder, $"mutation{i}.gguf"));
                File.WriteAllBytes(passed[^1], model);
            }
        }

        return passed;
    }

    static bool Passes(byte[] model)
    {
        try
        {
            GgufChecker.Check(new MemoryStream(model));
            return true;
        }
        catch (GgufException)
        {
            return false;
        }
    }
}
