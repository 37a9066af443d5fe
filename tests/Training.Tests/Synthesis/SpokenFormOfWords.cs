using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Synthesis.Forms;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Tests.Synthesis;

/// <summary>Written visits as recognisers give them.</summary>
public sealed class SpokenFormOfWords
{
    static readonly SyntheticVisit Visit = new(
        [
            new VisitTurn(Speaker.Clinician, ["Any", "fever?"]),
            new VisitTurn(Speaker.Patient, ["No.", "I", "take", "metformin", "15,", "sorry,", "50", "mg", "twice", "a", "day."]),
        ],
        [
            new ReferenceStatement("denies", new WordSpan(0, 1, 1), [0, 1], null),
            new ReferenceStatement("medications", new WordSpan(1, 3, 10), [1], [new TextPiece.Said(new WordSpan(1, 3, 3)), new TextPiece.Said(new WordSpan(1, 6, 10))]),
        ],
        [new VisitFact("denies", "fever", ""), new VisitFact("medications", "metformin", "50 mg twice a day", "metformin")]);

    [Fact]
    public void Numbers_and_units_become_words_and_spans_follow()
    {
        var heard = VisitSynthesis.InForm(Visit, VisitForm.RecognisedWords, null, 1);
        Assert.Equal("no i take metformin fifteen sorry fifty milligrams twice a day", heard.Turns[1].Text);
        Assert.Equal(["fever", "metformin fifty milligrams twice a day"], heard.Statements.Select(heard.Render));
    }

    [Fact]
    public void The_products_own_writing_is_used()
    {
        var heard = VisitSynthesis.InForm(Visit, VisitForm.RecognisedWritten, null, 1);
        Assert.Equal(["Any fever?", "No I take metformin 15, sorry, 50 milligrams twice a day."], heard.Turns.Select(turn => turn.Text));
        Assert.Equal("metformin 15, sorry, 50 milligrams twice a day", heard.Quote(heard.Statements[1]));
        Assert.Equal("metformin 50 milligrams twice a day", heard.Render(heard.Statements[1]));
    }

    [Fact]
    public void A_turn_may_become_two_and_evidence_follows()
    {
        var heard = VisitSynthesis.InForm(Visit, VisitForm.RecognisedWords, new RecognitionErrors { SplitTurns = 1 }, 1);
        Assert.Equal(["any fever", "no", "i take metformin fifteen sorry fifty milligrams twice a day"], heard.Turns.Select(turn => turn.Text));
        Assert.Equal([[0, 1], [2]], heard.Statements.Select(statement => statement.Evidence.ToArray()).ToArray());
    }

    [Fact]
    public void A_medicine_that_was_not_recognised_is_quoted_as_heard()
    {
        var heard = VisitSynthesis.InForm(Visit, VisitForm.RecognisedWords, new RecognitionErrors { Medicines = 1 }, 3);
        var statement = heard.Render(heard.Statements[1]);
        Assert.DoesNotContain("metformin", statement, StringComparison.Ordinal);
        Assert.EndsWith(" fifty milligrams twice a day", statement, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_speakers_go_missing_at_their_rate()
    {
        var heard = VisitSynthesis.InForm(Visit, VisitForm.RecognisedWords, new RecognitionErrors { MissingSpeakers = 1 }, 1);
        Assert.All(heard.Turns, turn => Assert.Equal(Speaker.Other, turn.Speaker));
    }

    [Theory]
    [InlineData("98.6,", "", "ninety eight point six")]
    [InlineData("A1c", "", "a one c")]
    [InlineData("x-ray.", "", "x ray")]
    [InlineData("2018.", "in", "twenty eighteen")]
    [InlineData("I've", "", "i've")]
    public void A_word_is_spoken(string written, string before, string spoken) => Assert.Equal(spoken, string.Join(' ', SpokenWords.Of(written, before, new Dice(1))));
}
