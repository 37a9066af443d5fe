using OnPremLlm.Scribe.Transcription.Normalisation;

namespace OnPremLlm.Scribe.Tests.Transcription.Normalisation;

public sealed class WrittenFormTests
{
    [Theory]
    [InlineData("fifty", "50")]
    [InlineData("zero", "0")]
    [InlineData("one hundred and twenty milligrams", "120 milligrams")]
    [InlineData("a hundred milligrams", "100 milligrams")]
    [InlineData("one thousand milligrams of metformin", "1000 milligrams of metformin")]
    [InlineData("a thousand milligrams", "1000 milligrams")]
    [InlineData("twelve hundred", "12 hundred")]
    [InlineData("two fifty milligrams", "250 milligrams")]
    [InlineData("eight hundred fifty milligrams", "850 milligrams")]
    [InlineData("fifteen thousand two hundred and six", "15206")]
    [InlineData("twelve thousand five hundred", "12500")]
    public void Number_words_become_digits(string spoken, string written) => Assert.Equal(written, Written(spoken));

    [Theory]
    [InlineData("one forty six over sixty three", "146 over 63")]
    [InlineData("one hundred forty six over sixty three", "146 over 63")]
    [InlineData("one seventeen over one oh two", "117 over 102")]
    [InlineData("one hundred and two over one hundred", "102 over 100")]
    [InlineData("bp one twenty over eighty", "BP 120 over 80")]
    [InlineData("ninety eight point six", "98.6")]
    [InlineData("thirty eight point oh", "38.0")]
    [InlineData("zero point two five", "0.25")]
    [InlineData("ten out of ten", "10 out of 10")]
    [InlineData("one out of ten", "1 out of 10")]
    [InlineData("on a scale of one to ten", "on a scale of 1 to 10")]
    [InlineData("sats are ninety six percent", "sats are 96 percent")]
    [InlineData("hemoglobin a one c of seven point one", "hemoglobin A1c of 7.1")]
    public void Measurements_keep_their_form(string spoken, string written) => Assert.Equal(written, Written(spoken));

    // A wrong join changes a dose.
    [Theory]
    [InlineData("metformin five hundred two times a day", "metformin 500 two times a day")]
    [InlineData("lisinopril twenty two times a day", "lisinopril 20 two times a day")]
    [InlineData("two fifty milligram tablets", "2 50 milligram tablets")]
    [InlineData("metformin five hundred and two aspirin", "metformin 500 and 2 aspirin")]
    [InlineData("five hundred and a half", "500 and a half")]
    [InlineData("twenty and thirty", "20 and 30")]
    [InlineData("twenty twenty", "20 20")]
    [InlineData("the point is", "the point is")]
    [InlineData("fifty point", "50 point")]
    public void Neighbouring_numbers_are_not_joined(string spoken, string written) => Assert.Equal(written, Written(spoken));

    [Theory]
    [InlineData("no one told me")]
    [InlineData("that one hurts")]
    [InlineData("one of those days")]
    [InlineData("this one")]
    [InlineData("one time a day")]
    [InlineData("three times daily")]
    [InlineData("i went to see too many")]
    [InlineData("a hundredfold")]
    public void Ambiguous_words_stay(string spoken) => Assert.Equal(spoken.Replace("i went", "I went", StringComparison.Ordinal), Written(spoken));

    [Theory]
    [InlineData("one week", "1 week")]
    [InlineData("one milligrams of losartan", "1 milligrams of losartan")]
    [InlineData("i'd say one", "I'd say 1")]
    [InlineData("about a one", "about a 1")]
    [InlineData("twenty one days", "21 days")]
    public void One_counts_where_it_is_a_quantity(string spoken, string written) => Assert.Equal(written, Written(spoken));

    [Theory]
    [InlineData("good morning what brings you in today", "Good morning what brings you in today?")]
    [InlineData("any fever or chills", "Any fever or chills?")]
    [InlineData("when did this start", "When did this start?")]
    [InlineData("on a scale of one to ten how bad is it", "On a scale of 1 to 10 how bad is it?")]
    [InlineData("okay is that serious", "Okay is that serious?")]
    [InlineData("so what's going on", "So what's going on?")]
    [InlineData("what makes it worse", "What makes it worse?")]
    [InlineData("what i take is lisinopril", "What I take is lisinopril.")]
    [InlineData("when i eat it hurts", "When I eat it hurts.")]
    [InlineData("have a seat", "Have a seat.")]
    [InlineData("your blood pressure is one seventeen over one oh two", "Your blood pressure is 117 over 102.")]
    [InlineData("temp thirty nine point five", "Temp 39.5.")]
    [InlineData("eight hundred milligrams of furosemide twice daily", "800 milligrams of furosemide twice daily.")]
    [InlineData("i'll order an mri", "I'll order an MRI.")]
    public void Sentences_look_as_written(string spoken, string sentence) => Assert.Equal(sentence, InverseTextNormaliser.Present(Utterance.Normalise(spoken)));

    [Fact]
    public void Nothing_said_is_nothing_written()
    {
        Assert.Empty(InverseTextNormaliser.Normalise([]));
        Assert.Equal("", InverseTextNormaliser.Present([]));
    }

    static string Written(string spoken) => string.Join(' ', Utterance.Normalise(spoken).Select(token => token.Text));
}
