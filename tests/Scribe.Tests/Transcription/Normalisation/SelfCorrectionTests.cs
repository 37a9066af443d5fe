using OnPremLlm.Scribe.Transcription.Normalisation;

namespace OnPremLlm.Scribe.Tests.Transcription.Normalisation;

public sealed class SelfCorrectionTests
{
    [Theory]
    [InlineData("i take fifteen sorry fifty milligrams", "15", "I take 15, sorry, 50 milligrams.")]
    [InlineData("two weeks ago no wait it was three weeks ago", "2 weeks ago", "2 weeks ago, no wait, it was 3 weeks ago.")]
    [InlineData("twenty milligrams no forty milligrams of lisinopril", "20 milligrams", "20 milligrams, no, 40 milligrams of lisinopril.")]
    [InlineData("ten i mean twenty milligrams", "10", "10, I mean, 20 milligrams.")]
    [InlineData("one fifteen make that one fifty", "115", "115, make that, 150.")]
    public void Value_taken_back_is_marked(string spoken, string retracted, string sentence)
    {
        var tokens = Utterance.Normalise(spoken);

        Assert.Equal(retracted, string.Join(' ', tokens.Where(token => token.Retracted).Select(token => token.Text)));
        Assert.Equal(sentence, InverseTextNormaliser.Present(tokens));
    }

    [Theory]
    [InlineData("it's a seven no fever")]
    [InlineData("for two weeks no three doctors could help me")]
    [InlineData("twenty milligrams sorry five minutes late")]
    [InlineData("i have two of them and no fever")]
    [InlineData("sorry i was late")]
    [InlineData("i'd say seven out of ten no four people asked me")]
    [InlineData("ten milligrams of lisinopril and five of amlodipine")]
    public void Other_numbers_are_left_alone(string spoken) => Assert.DoesNotContain(Utterance.Normalise(spoken), token => token.Retracted);
}
