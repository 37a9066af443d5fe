using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>
/// `worker inspect`: what the header of a GGUF file on standard input says, as JSON, without native code. A process of its own, so that a
/// hostile file is never parsed where keys are. On standard input, because the account that parses it need not be able to open it.
/// </summary>
internal static class InspectCommand
{
    static readonly Option<int> part = new("--part") { Description = "Which file of a split model this is, from 0.", DefaultValueFactory = _ => 0 };
    static readonly Option<int> parts = new("--parts") { Description = "Files that the model has.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("inspect", "Checks the GGUF file on standard input and prints facts of its header as JSON. Exit code 2 and a sentence on standard error where it cannot be used.") { part, parts };
        command.SetAction(line => Run(line.GetValue(part), line.GetValue(parts), line.InvocationConfiguration.Output, line.InvocationConfiguration.Error));
        return command;
    }

    static int Run(int part, int parts, TextWriter output, TextWriter error)
    {
        using var file = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 1 << 20);
        try
        {
            var header = part == 0 ? GgufChecker.CheckFirst(file, parts) : new() { Architecture = "", Name = "", Layers = 0, TrainedContext = 0, CacheBytesPerToken = 0, ChatTemplate = false, RepackedBytes = GgufChecker.CheckFurther(file, part, parts) };
            output.WriteLine(JsonSerializer.Serialize(header, GgufJson.Default.GgufModel));
            return 0;
        }
        catch (GgufException refusal)
        {
            error.WriteLine(refusal.Message);
            return 2;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GgufModel))]
internal sealed partial class GgufJson : JsonSerializerContext;
