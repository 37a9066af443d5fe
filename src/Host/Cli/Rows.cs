using System.Text;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>
/// What a command lists. Where nobody reads it on a terminal: a line for the titles and one for each row, however long, so that it can be searched and
/// cut. On a terminal the same where it fits, else a block for each row under its first value. An id, a hash or a path is broken nowhere, since it is
/// copied from here.
/// </summary>
internal sealed class Rows(params string[] titles)
{
    const string Gap = "  ";

    readonly List<string[]> _rows = [];

    public void Add(params string[] values) => _rows.Add([.. values.Select(OneLine)]);

    public void Write(IAnsiConsole console)
    {
        var widths = titles.Select((title, column) => _rows.Select(row => row[column].Length).Append(title.Length).Max()).ToList();
        var fits = !console.Profile.Out.IsTerminal || widths.Sum() + Gap.Length * (widths.Count - 1) <= console.Profile.Width;
        foreach (var line in fits ? Table(widths) : Blocks(console.Profile.Width))
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    /// <summary>A sentence; on a terminal it goes on in the next line where it does not fit.</summary>
    public static void Tell(IAnsiConsole console, string sentence)
    {
        foreach (var line in Wrap("", sentence, console.Profile.Out.IsTerminal ? console.Profile.Width : int.MaxValue))
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    IEnumerable<string> Table(List<int> widths) => ((IEnumerable<string[]>)[titles, .. _rows]).Select(row => string.Join(Gap, row.Select((value, column) => value.PadRight(widths[column]))).TrimEnd());

    IEnumerable<string> Blocks(int width)
    {
        var labels = titles.Skip(1).Max(title => title.Length);
        foreach (var (place, row) in _rows.Index())
        {
            if (place > 0)
            {
                yield return "";
            }

            yield return row[0];
            foreach (var line in titles.Zip(row).Skip(1).SelectMany(fact => Wrap($"{Gap}{fact.First.PadRight(labels)}{Gap}", fact.Second, width)))
            {
                yield return line;
            }
        }
    }

    // Between words alone; one that is longer than the line stays whole.
    static IEnumerable<string> Wrap(string start, string text, int width)
    {
        var line = new StringBuilder(start);
        var begin = start.Length;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > begin && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(' ', begin);
            }

            line.Append(line.Length > begin ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    // Attack: a name with control characters in it moves the cursor of whoever lists it, or makes a second row.
    static string OneLine(string value) => string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
}
