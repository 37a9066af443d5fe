using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>What a role runs. One implementation per native library; <see cref="DescribeService"/> answers the handshake from it.</summary>
internal interface IEngine
{
    WorkerRole Role { get; }

    /// <summary>How long the batch in progress has taken up to now; zero where none is.</summary>
    TimeSpan InBatch => TimeSpan.Zero;

    /// <summary>Fills in engine, devices and model; protocol, role and process identity are filled in by the caller.</summary>
    void Describe(WorkerDescription description);
}
