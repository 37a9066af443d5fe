using Grpc.Core;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>INVALID_ARGUMENT for a grammar. No text of it: rules may be named after what a patient said.</summary>
internal static class GrammarRefusal
{
    public static RpcException Because(string detail) => new(new Status(StatusCode.InvalidArgument, detail));

    public static RpcException Syntax(string reason) => Because($"The grammar does not parse as GBNF: {reason}. Check its syntax, that every rule and span it names exists and that no rule begins with itself.");

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Because(otherwise);
        }
    }

    public static void RequireSyntax(bool holds, string reason)
    {
        if (!holds)
        {
            throw Syntax(reason);
        }
    }
}
