using System.CommandLine;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>`worker generation`: serves one GGUF model.</summary>
internal static class GenerationCommand
{
    public static Command Create()
    {
        var host = new HostArguments();
        var command = new Command("generation", "Serves text generation on one GGUF model.");
        host.AddTo(command);
        command.SetAction((line, cancellationToken) => WorkerHost.RunAsync(WorkerRole.Generation, host.Read(line), _ => { }, _ => { }, cancellationToken));
        return command;
    }
}
