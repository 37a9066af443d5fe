using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Host.Composition;

namespace OnPremLlm.Host.Tests.Cli;

public sealed class Lines_of_the_log
{
    [Fact]
    public void Name_the_type_of_an_exception_and_never_its_text()
    {
        var failure = new InvalidOperationException("Mrs. Ada Pell", new IOException("takes warfarin"));

        Assert.Equal("2026-11-24T08:30:00.000Z fail: Some.Framework[7] It failed. At once (InvalidOperationException < IOException)\n", Line("It failed.\nAt once", failure));
        Assert.Equal("2026-11-24T08:30:00.000Z fail: Some.Framework[7] All is well.\n", Line("All is well.", null));
    }

    static string Line(string message, Exception? failure)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new LogLines(new FakeTimeProvider(new(2026, 11, 24, 8, 30, 0, TimeSpan.Zero)))
            .Write(new LogEntry<string>(LogLevel.Error, "Some.Framework", new EventId(7), message, failure, (state, exception) => state + exception?.Message), null, text);
        return text.ToString();
    }
}
