using System.Globalization;

namespace OnPremLlm.Training;

/// <summary>Arguments of the commands, which are a developer's: a wrong one ends in an exception that names it.</summary>
internal static class CommandLine
{
    public static int Count(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>What stands behind <paramref name="name"/>, or <paramref name="otherwise"/>.</summary>
    public static int Number(ReadOnlySpan<string> arguments, string name, int otherwise)
    {
        var at = arguments.IndexOf(name);
        return at < 0 ? otherwise : Count(arguments[at + 1]);
    }

    /// <inheritdoc cref="Number"/>
    public static T Choice<T>(ReadOnlySpan<string> arguments, string name, T otherwise)
        where T : struct, Enum
    {
        var at = arguments.IndexOf(name);
        return at < 0 ? otherwise : Enum.Parse<T>(arguments[at + 1], ignoreCase: true);
    }
}
