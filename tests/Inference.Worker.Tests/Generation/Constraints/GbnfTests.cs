using System.Text;
using Grpc.Core;
using OnPremLlm.Inference.Worker.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

/// <summary>What GBNF means, and what is refused of it.</summary>
public sealed class GbnfTests
{
    // As the Host's JsonSchemaGrammar writes it.
    const string Json = """
        root ::= object
        array ::= "[" ws (value ws ("," ws value ws)*)? "]"
        char ::= [^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})
        integer ::= "-"? ("0" | [1-9] [0-9]{0,17})
        number ::= integer ("." [0-9]{1,17})? ([eE] [-+]? [0-9]{1,3})?
        object ::= "{" ws (string ws ":" ws value ws ("," ws string ws ":" ws value ws)*)? "}"
        string ::= "\"" char* "\""
        value ::= object | array | string | number | "true" | "false" | "null"
        ws ::= | " " | "\n" [ ]{0,20}
        """;

    public static TheoryData<string, string[], string[]> Meanings { get; } = new()
    {
        { "root ::= \"ab\"", ["ab"], ["", "a", "abc", "b"] },
        { "root ::= \"\"", [""], ["a"] },
        { """root ::= "\n\t\r\"\\\[\]\x41\u00fc\U0001F600" """, ["\n\t\r\"\\[]Aü😀"], ["n"] },
        { "root ::= [a-c]", ["a", "b", "c"], ["d", "-", ""] },
        { "root ::= [a-]", ["a", "-"], ["b"] },
        { "root ::= [-a]", ["a", "-"], ["b"] },
        { "root ::= [^a-y]", ["z", "Z", "ü", "日", "😀", "\n", "\0"], ["b", "", "zz"] },
        { "root ::= [^\\]\"]", ["[", "a"], ["]", "\""] },
        { "root ::= [à-ÿ]", ["ü", "à", "ÿ"], ["u", "Ā", "ß"] },
        { "root ::= [\\u0000-\\U0010FFFF]", ["\0", "é", "\uFFFF", "\U0010FFFF"], [""] },
        { "root ::= [日本一-三]", ["日", "本", "一", "三", "丁"], ["語", "四"] },
        { "root ::= .", ["a", "\n", "ü", "日", "😀"], ["", "ab"] },
        { "root ::= \"a\" | \"b\" |", ["a", "b", ""], ["ab"] },
        { "root ::= | \"a\"", ["", "a"], ["b"] },
        { "root ::= (\"a\" | \"b\") \"c\"", ["ac", "bc"], ["abc", "c"] },
        { "root ::= \"ab\"*", ["", "ab", "abab"], ["a", "aba"] },
        { "root ::= \"ab\"+", ["ab", "abab"], ["", "a"] },
        { "root ::= \"ab\"? \"c\"", ["c", "abc"], ["ac"] },
        { "root ::= [ab]{2}", ["ab", "bb"], ["a", "abb"] },
        { "root ::= [ab]{2,}", ["ab", "bbbbbb"], ["a"] },
        { "root ::= [ab]{1,3} \"c\"", ["ac", "abac"], ["c", "abbbc"] },
        { "root ::= [ab]{ 0 , 2 }", ["", "a", "ab"], ["aba"] },
        { "root ::= (\"a\"{2}){2}", ["aaaa"], ["aa", "aaaaa"] },
        { "root ::= \"a\"{0}", [""], ["a"] },
        { "root ::= \"a\" *", ["", "aa"], ["a*"] },
        { "root ::= (\n  \"a\" # first\n  |\n  \"b\"\n)\n", ["a", "b"], ["c"] },
        { "# comment\n\nroot ::= x |\n y # more\nx ::= \"x\"\r\ny\t::=\n \"y\"", ["x", "y"], ["xy"] },
        { "root ::= \"a\" root | \"b\"", ["b", "aab"], ["a", ""] },
        { "root ::= \"(\" root \")\" | \"x\"", ["x", "((x))"], ["((x)", "x)"] },
        { "root ::= a | b\na ::= \"1\" b?\nb ::= \"2\" a?", ["1", "2121", "12"], ["11", ""] },
        { "root ::= \"x\"\nroot ::= \"y\"", ["y"], ["x"] }, // the last of a name counts, as in llama.cpp
        { "root ::= A-1\nA-1 ::= \"x\"", ["x"], [] },
        { "root ::= ((\"a\"*)*)*", ["", "aaaa"], ["b"] },
        { Json, ["{}", "{\"a\": [1.5e-3,{\"ü😀\":\"\\u00e9\\n\"}, null]}", "{\n  \"a\": -0\n}"], ["", "[]", "{\"a\":01}", "{\"a\":\"\n\"}", "{\"a\":1,}", "{}}"] },
    };

    public static TheoryData<string> Malformed { get; } =
    [
        "root", "root ::", "root := \"a\"", "root ::= *", "root ::= \"a\" | +", "root ::= \"a\" ]", "root ::= \"a\"{", "root ::= \"a\"{}", "root ::= \"a\"{,2}", "root ::= \"a\"{2,1}",
        "root ::= \"a\"{1;2}", "root ::= \"\\q\"", "root ::= [+\\-*]", "root ::= \"\\x4\"", "root ::= \"\\u12\"", "root ::= \"\\UFFFFFFFF\"", "root ::= \"\\uD800\"", "root ::= []", "root ::= [b-a]",
        "root ::= \"a\\", "root ::= [\\", "root ::= \"a\" other", "root ::= <think>", "root ::= ( \"a\"", "root ::= (\"a\" }", "\u0100 ::= \"a\"\nroot ::= \"a\"", "root ::= \"a\" @", "root ::= @none",
    ];

    public static TheoryData<string> LeftRecursive { get; } =
    [
        "root ::= root", "root ::= root \"a\" | \"a\"", "root ::= a\na ::= b\nb ::= a | \"x\"", "root ::= (\"\" | \"x\") root", "root ::= \"x\"* root", "root ::= e{0,3} root\ne ::= \"e\"",
        "root ::= \"x\"\nunused ::= unused \"y\"", "root ::= (root)*", "root ::= n m root\nn ::= m?\nm ::= \"\" | \"m\"",
    ];

    [Theory]
    [MemberData(nameof(Meanings))]
    public void A_grammar_takes_its_texts_and_no_other(string grammar, string[] texts, string[] others)
    {
        Assert.All(texts, text => Assert.True(Reading.Matches(grammar, text), $"refused {text}"));
        Assert.All(others, text => Assert.False(Reading.Matches(grammar, text), $"took {text}"));
    }

    [Fact]
    public void A_range_of_characters_is_exactly_its_code_points()
    {
        var random = new Random(1);
        int[] near = [0, 0x3F, 0x40, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF];
        for (var i = 0; i < 300; i++)
        {
            int[] ends = [.. Enumerable.Range(0, 2).Select(_ => Math.Clamp(near[random.Next(near.Length)] + random.Next(-70, 70), 0, 0x10FFFF)).Order()];
            int[] tried = [ends[0] - 1, ends[0], ends[0] + 1, (ends[0] | 0x3F) + 1, (ends[0] | 0xFFF) + 1, (ends[0] + ends[1]) / 2, ends[1] & ~0x3F, (ends[1] & ~0xFFF) - 1, ends[1] - 1, ends[1], ends[1] + 1];
            foreach (var code in tried.Where(Rune.IsValid))
            {
                Assert.Equal(ends[0] <= code && code <= ends[1], Reading.Matches($"root ::= [\\U{ends[0]:X8}-\\U{ends[1]:X8}]", new Rune(code).ToString()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_grammar_is_an_invalid_argument(string grammar) => Refused(grammar);

    [Theory]
    [MemberData(nameof(LeftRecursive))]
    public void A_rule_that_begins_with_itself_is_refused(string grammar) => Assert.Contains("begins with itself", Refused(grammar).Detail, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_utf8_is_never_taken()
    {
        byte[][] broken = [[0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE6, 0x97]];

        Assert.All(broken, bytes => Assert.False(Reading.Matches("root ::= .+ | [^a]+ | [\\x00-\\U0010FFFF]+", bytes)));
    }

    [Fact]
    public void No_text_of_a_grammar_is_in_its_refusal()
    {
        string[] grammars = ["root ::= canary", "root ::= \"canary", "canary", "root ::= canary\ncanary ::= canary", "root ::= @canary", "root ::= \"\\canary\""];

        Assert.All(grammars, grammar => Assert.DoesNotContain("canary", Refused(grammar).Detail, StringComparison.Ordinal));
    }

    static Status Refused(string grammar)
    {
        var refusal = Assert.Throws<RpcException>(() => Constraint.Compile(grammar, []));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        return refusal.Status;
    }
}
