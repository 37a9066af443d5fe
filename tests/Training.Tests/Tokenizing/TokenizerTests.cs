using OnPremLlm.Training.Tests.Support;
using OnPremLlm.Training.Tokenizing;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Tokenizing;

/// <summary>Learning, encoding, decoding and keeping a tokenizer.</summary>
public sealed class TokenizerTests
{
    readonly BytePairTokenizer tokenizer = SmallTokenizer.Create();

    [Fact]
    public void Any_text_comes_back()
    {
        var dice = new Dice(4);
        Assert.All(Enumerable.Range(0, 500), _ =>
        {
            var text = TrickyTexts.Random(dice);
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        });
        Assert.Empty(tokenizer.Encode(""));
    }

    [Fact]
    public void Any_byte_comes_back()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Assert.Equal(bytes, bytes.SelectMany(value => ByteAlphabet.Bytes(ByteAlphabet.Of(value))));
        Assert.Equal(256, bytes.Select(ByteAlphabet.Of).Distinct().Count());
    }

    [Fact]
    public void Half_of_a_pair_of_code_units_is_read_as_the_replacement_character() => Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode("a\uD83Db")));

    [Fact]
    public void A_literal_is_one_token_and_the_longest_goes_first()
    {
        ushort Id(string literal) => (ushort)(TokenizerModel.Control.Count + Array.IndexOf(SmallTokenizer.Literals, literal));

        Assert.Equal([Id("not discussed")], tokenizer.Encode("not discussed"));
        Assert.Equal([Id("not"), .. tokenizer.Encode(" discus"), Id("## Plan"), Id("##")], tokenizer.Encode("not discus## Plan##"));
        Assert.Equal([.. tokenizer.Encode("k"), Id("not")], tokenizer.Encode("knot"));
    }

    [Fact]
    public void Nobody_can_type_a_control_token()
    {
        foreach (var control in TokenizerModel.Control)
        {
            Assert.All(tokenizer.Encode($"a{control}"), token => Assert.True(token >= TokenizerModel.Control.Count));
        }

        Assert.Equal("", tokenizer.Decode([BytePairTokenizer.End, BytePairTokenizer.User, BytePairTokenizer.Assistant, BytePairTokenizer.Pad]));
    }

    [Fact]
    public void A_frequent_word_is_one_token_and_one_that_must_not_be_learnt_is_in_pieces()
    {
        Assert.Single(tokenizer.Encode(" morning"));
        Assert.Single(tokenizer.Encode(" remedy"));
        Assert.InRange(tokenizer.Encode(" zolbraquine").Length, 6, 12);
        Assert.DoesNotContain(tokenizer.Tokens, token => token.Text.Contains("zolb", StringComparison.Ordinal));
    }

    [Fact]
    public void Digits_stand_alone()
    {
        Assert.Equal(5, tokenizer.Encode("20 45").Length);
        Assert.Equal(["It", "'s", " ", "1", "2", ".", "\n ", " x"], PreTokenizer.Split("It's 12.\n  x"));
    }

    [Fact]
    public void The_same_texts_give_the_same_tokenizer_and_a_saved_one_is_the_same()
    {
        using var folder = new TemporaryFolder();
        tokenizer.Save(folder.File("a.json"));
        SmallTokenizer.Create().Save(folder.File("b.json"));
        Assert.Equal(File.ReadAllText(folder.File("a.json")), File.ReadAllText(folder.File("b.json")));

        var loaded = BytePairTokenizer.Load(folder.File("a.json"));
        const string Text = "Doctor: It's naïve; not discussed 45";
        Assert.Equal(tokenizer.Encode(Text), loaded.Encode(Text));
        Assert.Equal(SmallTokenizer.Size, loaded.Size);
        File.WriteAllText(folder.File("a.json"), "{}");
        Assert.Throws<InvalidDataException>(() => BytePairTokenizer.Load(folder.File("a.json")));
    }

    [Fact]
    public void Every_token_has_a_text_of_its_own_and_the_vocabulary_its_size()
    {
        Assert.Equal(SmallTokenizer.Size, tokenizer.Tokens.Count);
        Assert.Equal(SmallTokenizer.Size, tokenizer.Tokens.Select(token => token.Text).Distinct().Count());
        Assert.Contains(tokenizer.Tokens, token => token.Type == TokenType.Unused);
    }

    [Theory]
    [InlineData(":")] // a byte's token
    [InlineData("é")] // another byte's stand-in
    [InlineData("")]
    [InlineData("<|end|>")]
    [InlineData("ab", "bc")] // whichever llama.cpp happens to try first
    [InlineData("ab", "ab")]
    public void Literals_that_could_be_read_in_two_ways_are_refused(params string[] literals) =>
        Assert.Throws<ArgumentException>(() => new BytePairBuilder(literals, []).Build());

    [Fact]
    public void Equal_pieces_that_overlap_are_merged_from_the_left()
    {
        var model = new TokenizerModel([], ["a a"], 288);
        var pairs = new BytePairTokenizer(model);
        Assert.Equal([(ushort)model.FirstMerged, (ushort)(model.FirstByte + 'a')], pairs.Encode("aaa"));
    }
}
