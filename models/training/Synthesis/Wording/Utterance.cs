namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>
/// A turn that is being written: spaces, punctuation and capitals come right by themselves, whatever optional words were left out.
/// Reused from turn to turn; not thread-safe.
/// </summary>
internal sealed class Utterance
{
    char[] text = new char[512];
    int length;
    readonly List<(string Name, int Start, int End)> spans = [];

    public void Clear()
    {
        length = 0;
        spans.Clear();
    }

    public void Append(string words)
    {
        foreach (var c in words)
        {
            Append(c);
        }
    }

    public int Open() => length;

    public void Close(string name, int start) => spans.Add((name, start, length));

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
        var last = length > 0 ? text[length - 1] : ' ';
        if (c == ' ')
        {
            if (last != ' ')
            {
                Put(' ');
            }
        }
        else if (IsStop(c) || IsPause(c))
        {
            Punctuate(c);
        }
        else
        {
            Put(StartsSentence() ? char.ToUpperInvariant(c) : c);
        }
    }

    // A point within a number is no stop: it follows a digit without a space, and the next digit is not raised by capitals.
    void Punctuate(char c)
    {
        if (length > 0 && text[length - 1] == ' ')
        {
            length--;
        }

        if (length == 0 || IsStop(text[length - 1]))
        {
            return;
        }

        if (IsPause(text[length - 1]))
        {
            length--;
        }

        Put(c);
    }

    void Put(char c)
    {
        if (length == text.Length)
        {
            Array.Resize(ref text, 2 * length);
        }

        text[length++] = c;
    }

    bool StartsSentence() => length == 0 || (text[length - 1] == ' ' && IsStop(text[length - 2]));

    void EndSentence()
    {
        while (length > 0 && (text[length - 1] == ' ' || IsPause(text[length - 1])))
        {
            length--;
        }

        if (length > 0 && !IsStop(text[length - 1]) && text[length - 1] != '—')
        {
            Put('.');
        }
    }

    (List<string> Words, List<int> Starts) Split()
    {
        List<string> words = [];
        List<int> starts = [];
        for (var start = 0; start < length;)
        {
            var end = start;
            while (end < length && text[end] != ' ')
            {
                end++;
            }

            words.Add(new string(text, start, end - start));
            starts.Add(start);
            start = end + 1;
        }

        return (words, starts);
    }
}
