using System.Text;
using Grpc.Core;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Bounds a GBNF grammar before llama.cpp parses it. Its parser recurses per bracket and rule, and unrolls repetitions:
/// an unbounded grammar overflows the native stack or takes all memory, which ends the process.
/// </summary>
internal static class GrammarCheck
{
    const int LargestBytes = 64 << 10;
    const int DeepestNesting = 32;
    const int MostRules = 1_024;
    const long MostRepetitions = 10_000;
    const long MostRepetitionsInAll = 20_000;

    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static void Check(string grammar)
    {
        Require(Encoding.UTF8.GetByteCount(grammar) <= LargestBytes, $"The grammar is larger than {LargestBytes / 1024} KiB. Send a smaller one.");
        Require(!grammar.Contains('\0'), "The grammar contains a zero character. Remove it.");
        new Scan(grammar).Run();
    }

    static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, otherwise));
        }
    }

    // A lexical pass: brackets, repetitions and rule names. llama.cpp's own parser judges the syntax afterwards.
    sealed class Scan(string grammar)
    {
        readonly long[] worst = new long[DeepestNesting + 2];
        int position;
        int depth;
        int rules;
        long unrolled;
        bool hasRoot;

        public void Run()
        {
            while (position < grammar.Length)
            {
                Step();
            }

            Require(depth == 0, "The grammar has an unclosed bracket.");
            Require(hasRoot, "The grammar has no rule named root.");
        }

        void Step()
        {
            switch (grammar[position])
            {
                case '"':
                    SkipTo('"');
                    break;
                case '[':
                    SkipTo(']');
                    break;
                case '#':
                    var end = grammar.IndexOf('\n', position);
                    position = end < 0 ? grammar.Length : end;
                    break;
                case '(':
                    Require(++depth <= DeepestNesting, $"The grammar nests brackets deeper than {DeepestNesting}. Use named rules.");
                    worst[depth] = 1;
                    position++;
                    break;
                case ')':
                    Require(depth-- > 0, "The grammar closes a bracket that it did not open.");
                    position++;
                    Repeat(worst[depth + 1]);
                    break;
                case ':':
                    CountRule();
                    break;
                case '{':
                    Repeat(1);
                    break;
                default:
                    position++;
                    break;
            }
        }

        void SkipTo(char close)
        {
            for (position++; position < grammar.Length && grammar[position] != close; position++)
            {
                position += grammar[position] == '\\' ? 1 : 0;
            }

            Require(position < grammar.Length, "The grammar has an unclosed text or character class.");
            position++;
        }

        void CountRule()
        {
            if (grammar.AsSpan(position).StartsWith("::="))
            {
                Require(++rules <= MostRules, $"The grammar has more than {MostRules} rules. Send a smaller one.");
                var name = grammar.AsSpan(0, position).TrimEnd();
                hasRoot |= name.EndsWith("root", StringComparison.Ordinal) && (name.Length == 4 || !IsNameCharacter(name[^5]));
                position += 3;
                return;
            }

            position++;
        }

        static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '-';

        // Repetitions inside a repeated bracket multiply.
        void Repeat(long inner)
        {
            var times = ReadRepetition();
            unrolled += times;
            Require(unrolled <= MostRepetitionsInAll, $"The grammar's repetitions add up to more than {MostRepetitionsInAll}. Use * or +, or smaller counts.");
            Require(inner * times <= MostRepetitions, $"The grammar's repetitions multiply to more than {MostRepetitions}. Use * or +, or a smaller count.");
            worst[depth] = Math.Max(worst[depth], inner * times);
        }

        // {m}, {m,} or {m,n}: the largest number in it; 1 where there is none.
        long ReadRepetition()
        {
            while (position < grammar.Length && char.IsWhiteSpace(grammar[position]))
            {
                position++;
            }

            if (position >= grammar.Length || grammar[position] != '{')
            {
                return 1;
            }

            var end = grammar.IndexOf('}', position);
            Require(end >= 0, "The grammar has an unclosed repetition.");
            var numbers = grammar[(position + 1)..end].Split(',', StringSplitOptions.TrimEntries);
            position = end + 1;
            return Math.Max(1, numbers.Max(number => number.Length == 0 ? 0 : ParseCount(number)));
        }

        static long ParseCount(string number)
        {
            Require(int.TryParse(number, out var count) && count is >= 0 and <= (int)MostRepetitions, $"A repetition in the grammar must be a number up to {MostRepetitions}.");
            return count;
        }
    }
}
