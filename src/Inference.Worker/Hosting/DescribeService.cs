using Grpc.Core;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>The handshake: what the Host checks before it sends anything else.</summary>
internal sealed class DescribeService(IEngine engine) : Protocol.Worker.WorkerBase
{
    public override Task<WorkerDescription> Describe(DescribeRequest request, ServerCallContext context)
    {
        var description = new WorkerDescription
        {
            ProtocolVersion = ProtocolVersion.Current,
            Role = engine.Role,
            ProcessId = Environment.ProcessId,
            UserId = (int)OwnProcess.UserId,
            BatchSeconds = (long)engine.InBatch.TotalSeconds,
        };
        engine.Describe(description);
        return Task.FromResult(description);
    }
}
