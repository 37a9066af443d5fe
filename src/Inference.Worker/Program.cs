using System.CommandLine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Native;
using OnPremLlm.Inference.Worker.Speech;

Command[] roles = [GenerationCommand.Create(), SpeechCommand.Create(), InspectCommand.Create(), DevicesCommand.Create()];

var worker = new RootCommand("Runs one model or recognizer for one Host. Started by the Host's launcher; it has no keys, no database and no network.");
foreach (var role in roles)
{
    worker.Subcommands.Add(role);
}

// Kestrel's own lifetime answers SIGTERM: the command line must not cut its shutdown short.
return await worker.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
