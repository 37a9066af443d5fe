using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Forms;

namespace OnPremLlm.Training.Tests.Synthesis;

/// <summary>Names that training has, and names that are kept to measure copying.</summary>
public sealed class NamesOfMedicines
{
    [Fact]
    public void There_are_enough_of_both_kinds_and_none_is_in_both()
    {
        Assert.InRange(TrainingFormulary.Names.Count, 320, 1000);
        Assert.InRange(HeldOutFormulary.Names.Count, 60, 200);
        Assert.Empty(TrainingFormulary.Names.Intersect(HeldOutFormulary.Names));
        Assert.Equal(TrainingFormulary.Medicines.Count, TrainingFormulary.Names.Count);
    }

    [Fact]
    public void Training_never_says_a_name_that_is_held_out()
    {
        var heldOut = HeldOutFormulary.Names.Select(name => name.Split(' ')[0]).ToHashSet();
        var said = Enumerable.Range(0, 2000).SelectMany(i => VisitSynthesis.Visit(VisitSplit.Training, i).Turns).SelectMany(turn => turn.Words).Select(SpokenWords.Core).ToHashSet();
        Assert.Empty(heldOut.Intersect(said));
    }

    [Fact]
    public void Training_is_refused_unseen_names() =>
        Assert.Throws<ArgumentException>(() => VisitSynthesis.Visit(VisitSplit.Training, 0, new VisitOptions { Medicines = MedicineNames.Unseen }));

    [Fact]
    public void A_visit_of_unseen_names_notes_no_other()
    {
        var names = Enumerable.Range(0, 500).SelectMany(i => VisitSynthesis.Visit(VisitSplit.Test, i, new VisitOptions { Medicines = MedicineNames.Unseen }).Facts)
            .Where(fact => fact.Medicine is not null && fact.SectionId != "allergies").Select(fact => fact.Medicine!.ToLowerInvariant()).Distinct().ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(HeldOutFormulary.Names.Contains(name) || MadeUpMedicines.IsReserved(name), name));
    }

    [Fact]
    public void A_noted_medicine_was_said()
    {
        foreach (var visit in Enumerable.Range(0, 1000).Select(i => VisitSynthesis.Visit(VisitSplit.Validation, i)))
        {
            var transcript = string.Join(' ', visit.Turns.Select(turn => turn.Text));
            Assert.All(visit.Facts.Select(fact => fact.Medicine).OfType<string>(), name => Assert.Contains(name, transcript, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Every_medicine_of_the_formulary_comes_up()
    {
        var options = new VisitOptions { MadeUpShare = 0 };
        var said = Enumerable.Range(0, 3000).SelectMany(i => VisitSynthesis.Visit(VisitSplit.Training, i, options).Turns).Select(turn => turn.Text.ToLowerInvariant());
        var text = string.Join(' ', said);
        Assert.Equal([], TrainingFormulary.Names.Where(name => !text.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Statement_words_hold_no_number_and_no_medicine()
    {
        Assert.DoesNotContain(StatementWords.All, word => word.Any(char.IsAsciiDigit) || TrainingFormulary.Names.Contains(word) || HeldOutFormulary.Names.Contains(word));
        Assert.Equal(StatementWords.All.Distinct(), StatementWords.All);
    }
}
