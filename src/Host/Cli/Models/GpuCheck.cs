using Microsoft.Extensions.Options;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>Whether there is the GPU that models ask for.</summary>
internal static class GpuCheck
{
    /// <param name="services">Of inference, with the options that its workers will have.</param>
    /// <param name="models">Those that ask for it.</param>
    /// <param name="outcome">What did not happen, as a sentence.</param>
    /// <exception cref="CommandException">There is none.</exception>
    public static async Task RequireAsync(IServiceProvider services, IReadOnlyList<string> models, string outcome, CancellationToken ct)
    {
        var devices = await services.GetRequiredService<DeviceProbe>().ListAsync(ct);
        if (devices.Any(device => device.IsGpu))
        {
            return;
        }

        var folder = services.GetRequiredService<IOptions<InferenceOptions>>().Value.NativeFolder;
        throw new CommandException($"A GPU is asked for ({string.Join(", ", models)}), and llama.cpp in {folder} finds none, only: {string.Join("; ", devices.Select(device => $"{device.Name}: {device.Description}"))}. {outcome} "
            + "Give the package for the GPU with --native, and check its driver, the CUDA 13 runtime and that every account may use /dev/nvidia* (docs/it.md, GPU); or take gpuLayers out of the models' entries, or --gpu-layers away.");
    }
}
