using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OnPremLlm.Host.Cli;

/// <summary>Options that take a number within bounds; whatever else is given is refused with the bounds.</summary>
internal static class NumberOption
{
    /// <param name="preset">What counts where the option is not given; may also be given, also outside of the bounds.</param>
    public static Option<int> Whole(string name, int preset, int least, int most, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => preset, CustomParser = given => Read(given, name, least, most, preset) ?? preset };

    /// <summary>Without a preset: null where it is not given.</summary>
    public static Option<int?> Whole(string name, int least, int most, string description) =>
        new(name) { Description = description, CustomParser = given => Read(given, name, least, most, least) };

    public static Option<double> Decimal(string name, double preset, double least, double most, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => preset, CustomParser = given => Read(given, name, least, most) ?? preset };

    /// <inheritdoc cref="Whole(string, int, int, string)"/>
    public static Option<double?> Decimal(string name, double least, double most, string description) =>
        new(name) { Description = description, CustomParser = given => Read(given, name, least, most) };

    static int? Read(ArgumentResult given, string name, int least, int most, int preset)
    {
        if (int.TryParse(Given(given), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && (value == preset || (value >= least && value <= most)))
        {
            return value;
        }

        given.AddError(FormattableString.Invariant($"{name} must be a whole number, {least} to {most}."));
        return null;
    }

    static double? Read(ArgumentResult given, string name, double least, double most)
    {
        if (double.TryParse(Given(given), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        given.AddError(FormattableString.Invariant($"{name} must be a number, {least} to {most}."));
        return null;
    }

    static string? Given(ArgumentResult given) => given.Tokens is [{ Value: var text }] ? text : null;
}
