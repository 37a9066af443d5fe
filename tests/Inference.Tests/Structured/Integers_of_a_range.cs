using System.Text.RegularExpressions;
using OnPremLlm.Inference.Structured;

namespace OnPremLlm.Inference.Tests.Structured;

public class Integers_of_a_range
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 9)]
    [InlineData(0, 10)]
    [InlineData(1, 99)]
    [InlineData(7, 1234)]
    [InlineData(100, 999)]
    [InlineData(-1, 1)]
    [InlineData(-12, -3)]
    [InlineData(-999, 1000)]
    [InlineData(199, 201)]
    [InlineData(1005, 2004)]
    public void Are_those_between_its_ends_and_no_others(long least, long most) => AssertExact(least, most);

    [Fact]
    public void Are_exact_for_any_ends()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var (a, b) = (random.Next(-1200, 1200), random.Next(-1200, 1200));
            AssertExact(Math.Min(a, b), Math.Max(a, b), $" (seed {seed})");
        }
    }

    [Theory]
    [InlineData(-999_999_999_999_999_999, 999_999_999_999_999_999, "-999999999999999999", "1000000000000000000")]
    [InlineData(123_456_789_012, 999_999_999_999_999_999, "123456789012", "123456789011")]
    public void Reach_to_18_digits(long least, long most, string within, string outside)
    {
        var pattern = Pattern(least, most);
        Assert.Matches(pattern, within);
        Assert.DoesNotMatch(pattern, outside);
    }

    static void AssertExact(long least, long most, string about = "")
    {
        var pattern = Pattern(least, most);
        for (long n = -1300; n <= 2300; n++)
        {
            Assert.True(pattern.IsMatch($"{n}") == (n >= least && n <= most), $"{n} in {least} to {most}{about}: {pattern}");
        }

        Assert.DoesNotMatch(pattern, "-0");
        Assert.DoesNotMatch(pattern, "007");
        Assert.DoesNotMatch(pattern, "");
    }

    // GBNF without rules is a regular expression once quotation marks and spaces are taken out.
    static Regex Pattern(long least, long most) =>
        new($"^({IntegerRange.Between(least, most).Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)})$");
}
