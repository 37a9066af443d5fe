namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>A worker cannot start: the message is for the operator (what is wrong, what is allowed, what to do) and ends the process with code 2.</summary>
internal sealed class WorkerStartException : Exception
{
    public WorkerStartException(string message) : base(message)
    {
    }

    public WorkerStartException(string message, Exception inner) : base(message, inner)
    {
    }
}
