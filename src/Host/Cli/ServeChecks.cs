using System.Buffers.Binary;
using OnPremLlm.Host.Cli.Models;
using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Host.Cli;

/// <summary>
/// What <c>serve</c> looks at before it makes or opens anything, so that a wrong path is told at once and not after the first visit.
/// The worker still checks the whole model file before it loads it.
/// </summary>
internal static class ServeChecks
{
    /// <summary>Throws <see cref="CommandException"/>, <see cref="ControlSettingsException"/> or <see cref="InferenceException"/> for the first thing that is wrong.</summary>
    public static async Task RunAsync(ServeOptions options, CancellationToken ct)
    {
        ControlSettings.Read(new HostLayout(options.DataFolder).ControlFile);
        if (Features.NeededFiles(options).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new CommandException($"The file {missing} is missing. Name the folder that holds worker/, native/ and models/ with --app.");
        }

        if (options.ModelFile is { } model)
        {
            CheckModel(model);
        }

        await CheckDevicesAsync(options, ct);
    }

    // A clinic's first request is too late to learn that the GPU is missing.
    static async Task CheckDevicesAsync(ServeOptions options, CancellationToken ct)
    {
        await using var services = Features.ForModels(new HostLayout(options.DataFolder), options);
        var asking = services.GetRequiredService<ModelRegistry>().All().Where(model => model.GpuLayers > 0).Select(model => model.Id);
        if ((options.ModelFile is { } file && options.GpuLayers > 0 ? asking.Prepend(Path.GetFileName(file)) : asking).ToList() is { Count: > 0 } models)
        {
            await GpuCheck.RequireAsync(services, models, "The Host has not started.", ct);
        }
    }

    static void CheckModel(string path)
    {
        Span<byte> begin = stackalloc byte[8];
        if (ReadBegin(path, begin) < begin.Length || !begin.StartsWith("GGUF"u8))
        {
            throw new CommandException($"The model file {path} is no GGUF file: it does not begin with \"GGUF\". Name another with --model, or fetch it again and compare its SHA-256.");
        }

        // The versions that the worker reads; a big-endian file shows as a very large number.
        if (BinaryPrimitives.ReadUInt32LittleEndian(begin[4..]) is not (2 or 3) and var version)
        {
            throw new CommandException($"The model file {path} has GGUF version {version}; versions 2 and 3 (little endian) are supported. Name another with --model.");
        }
    }

    static int ReadBegin(string path, Span<byte> begin)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"There is no model file {path}. Name a GGUF file with --model, or a model of the list (onpremllm models list), or leave it out for the demonstration model.", unreadable);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The model file {path} cannot be read ({unreadable.GetType().Name}). Name a file with --model that this account and those of the workers may read.", unreadable);
        }
    }
}
