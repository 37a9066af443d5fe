using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>`worker devices`: what the libraries can compute on, as JSON, without a model. The Host asks before it starts to serve.</summary>
internal static class DevicesCommand
{
    static readonly Option<string> native = new("--native") { Required = true, Description = "Folder of an unpacked @node-llama-cpp package (linux-x64, linux-x64-cuda, linux-x64-vulkan)." };

    public static Command Create()
    {
        var command = new Command("devices", "Prints the devices that the libraries find, as JSON. Exit code 2 and a sentence on standard error where the libraries cannot be used.") { native };
        command.SetAction(line => Run(line.GetRequiredValue(native), line.InvocationConfiguration.Output, line.InvocationConfiguration.Error));
        return command;
    }

    static int Run(string package, TextWriter output, TextWriter error)
    {
        try
        {
            OwnProcess.Harden();
            output.WriteLine(JsonSerializer.Serialize(LlamaRuntime.Load(package, NullLogger.Instance), DevicesJson.Default.IReadOnlyListNativeDevice));
            return 0;
        }
        catch (WorkerStartException refusal)
        {
            error.WriteLine(refusal.Message);
            return 2;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<NativeDevice>))]
internal sealed partial class DevicesJson : JsonSerializerContext;
