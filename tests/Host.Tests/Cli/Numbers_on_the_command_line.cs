using System.CommandLine;
using OnPremLlm.Host.Cli;

namespace OnPremLlm.Host.Tests.Cli;

public sealed class Numbers_on_the_command_line
{
    readonly Option<int> _port = NumberOption.Whole("--port", 5080, 0, 65_535, "Port");
    readonly Option<int> _memory = NumberOption.Whole("--memory", 0, 16, 1_024, "MiB; 0 chooses");
    readonly Option<double?> _weight = NumberOption.Decimal("--weight", 0.1, 100, "Share");

    [Theory]
    [InlineData("--port", "abc", "--port must be a whole number, 0 to 65535.")]
    [InlineData("--port", "80x", "--port must be a whole number, 0 to 65535.")]
    [InlineData("--port", "-1", "--port must be a whole number, 0 to 65535.")]
    [InlineData("--port", "65536", "--port must be a whole number, 0 to 65535.")]
    [InlineData("--port", "99999999999999", "--port must be a whole number, 0 to 65535.")]
    [InlineData("--memory", "5GB", "--memory must be a whole number, 16 to 1024.")]
    [InlineData("--memory", "15", "--memory must be a whole number, 16 to 1024.")]
    [InlineData("--weight", "much", "--weight must be a number, 0.1 to 100.")]
    [InlineData("--weight", "NaN", "--weight must be a number, 0.1 to 100.")]
    [InlineData("--weight", "1,5", "--weight must be a number, 0.1 to 100.")]
    public void Are_refused_with_their_bounds(string name, string value, string expected) => Assert.Equal(expected, Assert.Single(Parse(name, value).Errors).Message);

    [Fact]
    public void Are_taken_within_their_bounds_and_as_the_preset()
    {
        var parsed = Parse("--memory", "0", "--weight", "1.5");

        Assert.Empty(parsed.Errors);
        Assert.Equal((5080, 0, 1.5), (parsed.GetValue(_port), parsed.GetValue(_memory), parsed.GetValue(_weight)));
        Assert.Null(Parse().GetValue(_weight));
    }

    ParseResult Parse(params string[] arguments) => new RootCommand { _port, _memory, _weight }.Parse(arguments);
}
