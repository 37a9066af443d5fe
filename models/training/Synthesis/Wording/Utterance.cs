using System.Text;

namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>
/// A turn that is being written: spaces, punctuation and capitals come right by themselves, whatever optional words were left out.
/// Reused from turn to turn; not thread-safe.
/// </summary>
internal sealed class Utterance
{
    readonly StringBuilder text = new();
    readonly List<(string Name, int Start, int End)> spans = [];

    public void Clear()
    {
        text.Clear();
        spans.Clear();
    }

    public void Append(string words)
    {
        foreach (var c in words)
        {
            Append(c);
        }
    }

    public int Open() => text.Length;

    public void Close(string name, int start) => spans.Add((name, start, text.Length));

    /// <summary>The words, and the marked spans as indexes of their first and last word.</summary>
    public (List<string> Words, List<(string Name, int First, int Last)> Marks) Finish()
    {
        EndSentence();
        var (words, starts) = Split();
        List<(string, int, int)> marks = [];
        foreach (var (name, start, end) in spans)
        {
            var first = starts.FindIndex(at => at >= start || WordEnd(at, words, starts) > start);
            var last = starts.FindLastIndex(at => at < end);
            if (first >= 0 && last >= first)
            {
                marks.Add((name, first, last));
            }
        }

        return (words, marks);
    }

    static int WordEnd(int start, List<string> words, List<int> starts) => start + words[starts.BinarySearch(start)].Length;

    static bool IsStop(char c) => c is '.' or '?' or '!';

    static bool IsPause(char c) => c is ',' or ';' or ':';

    void Append(char c)
    {
        var last = text.Length > 0 ? text[^1] : ' ';
        if (c == ' ')
        {
            if (last != ' ')
            {
                text.Append(' ');
            }
        }
        else if (IsStop(c) || IsPause(c))
        {
            Punctuate(c);
        }
        else
        {
            text.Append(StartsSentence() ? char.ToUpperInvariant(c) : c);
        }
    }

    // A point within a number is no stop: it follows a digit without a space, and the next digit is not raised by capitals.
    void Punctuate(char c)
    {
        if (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        if (text.Length == 0 || IsStop(text[^1]))
        {
            return;
        }

        if (IsPause(text[^1]))
        {
            text.Length--;
        }

        text.Append(c);
    }

    bool StartsSentence() => text.Length == 0 || (text[^1] == ' ' && IsStop(text[^2]));

    void EndSentence()
    {
        while (text.Length > 0 && (text[^1] == ' ' || IsPause(text[^1])))
        {
            text.Length--;
        }

        if (text.Length > 0 && !IsStop(text[^1]) && text[^1] != '—')
        {
            text.Append('.');
        }
    }

    (List<string> Words, List<int> Starts) Split()
    {
        List<string> words = [];
        List<int> starts = [];
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && text[end] != ' ')
            {
                end++;
            }

            words.Add(text.ToString(start, end - start));
            starts.Add(start);
            start = end + 1;
        }

        return (words, starts);
    }
}
