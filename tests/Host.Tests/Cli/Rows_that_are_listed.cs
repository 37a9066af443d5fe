using System.Text;
using Spectre.Console;
using Rows = OnPremLlm.Host.Cli.Rows;

namespace OnPremLlm.Host.Tests.Cli;

public sealed class Rows_that_are_listed
{
    const string Hash = "1b9ef145a6a8f03a77a96dd11a45fd3f9a3af779126f35ecd79651bcec9beb21";
    const string Origin = "Trained by this project from random weights, on data that it made itself, as its model card describes.";

    [Fact]
    public void Without_a_terminal_are_one_line_each_however_narrow_the_console_is_said_to_be() => Assert.Equal(
        [
            "Id                   SHA-256                                                           Origin",
            $"demo-scribe-interim  {Hash}  {Origin}",
            $"x                    {Hash}  short",
        ],
        Written(terminal: false, width: 20));

    [Fact]
    public void On_a_terminal_that_holds_them_are_the_same() => Assert.Equal(Written(terminal: false, width: 80), Written(terminal: true, width: 200));

    [Fact]
    public void On_a_narrow_terminal_are_blocks_in_which_sentences_are_wrapped_and_ids_are_not()
    {
        var lines = Written(terminal: true, width: 80);

        Assert.Equal(
            [
                "demo-scribe-interim",
                $"  SHA-256  {Hash}",
                "  Origin   Trained by this project from random weights, on data that it made",
                "           itself, as its model card describes.",
                "",
                "x",
                $"  SHA-256  {Hash}",
                "  Origin   short",
            ],
            lines);
        Assert.Contains(Written(terminal: true, width: 20), line => line.EndsWith(Hash, StringComparison.Ordinal));
    }

    [Fact]
    public void Hold_no_control_character_of_a_name()
    {
        var rows = new Rows("Clinic", "State");
        rows.Add("North\n\u001b[2JSouth", "Active");

        Assert.Equal(["Clinic           State", "North  [2JSouth  Active"], Written(rows, terminal: false, width: 80));
    }

    static string[] Written(bool terminal, int width)
    {
        var rows = new Rows("Id", "SHA-256", "Origin");
        rows.Add("demo-scribe-interim", Hash, Origin);
        rows.Add("x", Hash, "short");
        return Written(rows, terminal, width);
    }

    static string[] Written(Rows rows, bool terminal, int width)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new Output(writer, terminal, width), Ansi = AnsiSupport.No });
        rows.Write(console);
        return writer.ToString().TrimEnd().Split(Environment.NewLine);
    }

    sealed class Output(TextWriter writer, bool terminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
