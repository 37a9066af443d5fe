namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>
/// Ends the process when standard input is closed, which the kernel does when the Host dies however it dies:
/// no worker with prompts in its memory stays behind.
/// </summary>
internal sealed class ParentPipe(WorkerHostOptions options, ILogger<ParentPipe> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.ExitWithParent)
        {
            new Thread(WaitForEnd) { IsBackground = true, Name = "parent pipe" }.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    void WaitForEnd()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
        }

        logger.ParentIsGone();
        File.Delete(options.Socket);
        OwnProcess.ExitNow(0);
    }
}
