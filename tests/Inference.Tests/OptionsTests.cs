using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OnPremLlm.Inference.Tests;

public class OptionsTests
{
    [Fact]
    public void A_run_folder_that_is_too_long_for_a_socket_is_refused_with_the_limit()
    {
        var failure = Refused(options => options.RunFolder = "/run/" + new string('x', 90));
        Assert.Contains("RunFolder is longer than 70 bytes", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_path_is_refused() => Assert.Contains("worker.dll is relative", Refused(options => options.WorkerProgram = "worker.dll"), StringComparison.Ordinal);

    [Fact]
    public void A_model_id_without_a_catalog_is_refused() => Assert.Contains("CatalogFile is not", Refused(options => options.ModelId = "demo"), StringComparison.Ordinal);

    [Fact]
    public void A_number_out_of_its_range_is_refused() => Assert.Contains("Sequences", Refused(options => options.Sequences = 65), StringComparison.Ordinal);

    [Fact]
    public void A_span_out_of_its_range_is_refused() => Assert.Contains("IdleStop", Refused(options => options.IdleStop = TimeSpan.Zero), StringComparison.Ordinal);

    [Fact]
    public void Defaults_with_the_required_paths_are_accepted() => Assert.Equal(4, Read(_ => { }).Sequences);

    static string Refused(Action<InferenceOptions> change) => Assert.Throws<OptionsValidationException>(() => Read(change)).Message;

    static InferenceOptions Read(Action<InferenceOptions> change)
    {
        using var services = new ServiceCollection().AddLogging().AddInference(options =>
        {
            (options.WorkerProgram, options.NativeFolder) = ("/opt/worker.dll", "/opt/native");
            change(options);
        }).BuildServiceProvider();
        return services.GetRequiredService<IOptions<InferenceOptions>>().Value;
    }
}
