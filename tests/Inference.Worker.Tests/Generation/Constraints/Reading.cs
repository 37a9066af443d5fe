using System.Text;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

/// <summary>Asks a constraint about whole texts, byte by byte.</summary>
internal static class Reading
{
    public static bool Matches(string grammar, string text, params SpanSource[] sources) => Matches(grammar, Encoding.UTF8.GetBytes(text), sources);

    public static bool Matches(string grammar, byte[] text, params SpanSource[] sources) => Reaches(Constraint.Compile(grammar, sources), text) is { CanEnd: true };

    /// <summary>Whether some text of the grammar begins so.</summary>
    public static bool Begins(string grammar, string text, params SpanSource[] sources) => Reaches(Constraint.Compile(grammar, sources), Encoding.UTF8.GetBytes(text)) is not null;

    static Constraint? Reaches(Constraint constraint, byte[] text)
    {
        foreach (var value in text)
        {
            if (!constraint.Allows([value]))
            {
                return null;
            }

            constraint.Accept([value]);
        }

        return constraint;
    }
}
