using System.CommandLine;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>The command line options that every role has.</summary>
internal sealed class HostArguments
{
    readonly Option<string> socket = new("--socket") { Required = true, Description = "Unix socket to listen on (at most 107 bytes), in a folder that only the Host may enter." };
    readonly Option<uint?> hostUser = new("--host-uid") { Description = "User id whose processes may connect, beside root and the worker's own user." };
    readonly Option<bool> parentPipe = new("--parent-pipe") { Description = "End when standard input is closed, so that the worker never outlives its Host." };

    /// <summary>Adds the options to a role's command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(socket);
        command.Options.Add(hostUser);
        command.Options.Add(parentPipe);
    }

    public WorkerHostOptions Read(ParseResult line) => new()
    {
        Socket = line.GetRequiredValue(socket),
        HostUserId = line.GetValue(hostUser),
        ExitWithParent = line.GetValue(parentPipe),
    };
}
