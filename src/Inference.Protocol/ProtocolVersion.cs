namespace OnPremLlm.Inference.Protocol;

/// <summary>The version of the worker protocol. Host and worker must have the same one; raise it with every change that is not purely additive.</summary>
public static class ProtocolVersion
{
    public const int Current = 2;
}
