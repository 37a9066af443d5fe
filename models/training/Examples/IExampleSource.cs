namespace OnPremLlm.Training.Examples;

/// <summary>Examples without end. Thread safe, and the same index always gives the same example: a run that goes on reads what an unbroken one would.</summary>
public interface IExampleSource
{
    /// <param name="index">From 0.</param>
    Example At(long index);
}
