using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Synthesis.Facts;

namespace OnPremLlm.Training.Tests.Synthesis;

/// <summary>What holds for every visit, over thousands of them.</summary>
public sealed class VisitsOfThousands
{
    const int Many = 3000;

    static readonly List<SyntheticVisit> Training = [.. Enumerable.Range(0, Many).Select(i => VisitSynthesis.Visit(VisitSplit.Training, i))];

    [Fact]
    public void Nothing_is_wrong_with_a_visit_as_composed() => Assert.Empty(Training.SelectMany(visit => visit.Verify()));

    [Theory]
    [InlineData(VisitForm.RecognisedWritten)]
    [InlineData(VisitForm.RecognisedWords)]
    public void Nothing_is_wrong_with_a_visit_as_recognised(VisitForm form)
    {
        foreach (var (index, visit) in Training.Index().Take(500))
        {
            Assert.Empty(VisitSynthesis.InForm(visit, form, null, (ulong)index).Verify());
            Assert.Empty(VisitSynthesis.InForm(visit, form, RecognitionErrors.Typical, (ulong)index).Verify());
        }
    }

    [Fact]
    public void Without_errors_every_statement_outlives_recognition()
    {
        foreach (var (index, visit) in Training.Index().Take(500))
        {
            var heard = VisitSynthesis.InForm(visit, VisitForm.RecognisedWords, null, (ulong)index);
            Assert.Equal(visit.Statements.Count, heard.Statements.Count);
        }
    }

    [Fact]
    public void The_same_index_gives_the_same_visit()
    {
        var again = VisitSynthesis.Visit(VisitSplit.Training, 7);
        Assert.Equal(Training[7].Turns.Select(turn => turn.Text), again.Turns.Select(turn => turn.Text));
        Assert.Equal(Training[7].Statements.Select(Training[7].Render), again.Statements.Select(again.Render));
    }

    [Fact]
    public void Splits_share_no_seed()
    {
        var seeds = Enum.GetValues<VisitSplit>().SelectMany(split => new[] { VisitSynthesis.Seed(split, 0), VisitSynthesis.Seed(split, VisitSynthesis.VisitsPerSplit - 1) }).ToList();
        Assert.Equal(seeds.Order(), seeds);
        Assert.Equal(seeds.Distinct(), seeds);
        Assert.Throws<ArgumentOutOfRangeException>(() => VisitSynthesis.Seed(VisitSplit.Test, VisitSynthesis.VisitsPerSplit));
    }

    [Theory]
    [InlineData(VisitLength.NearlySilent)]
    [InlineData(VisitLength.Short)]
    [InlineData(VisitLength.Usual)]
    [InlineData(VisitLength.Long)]
    public void A_visit_has_as_many_turns_as_its_class(VisitLength length)
    {
        var (least, most) = VisitComposer.Bounds(length);
        for (var i = 0; i < 200; i++)
        {
            Assert.InRange(VisitSynthesis.Visit(VisitSplit.Load, i, new VisitOptions { Length = length }).Turns.Count, least, most);
        }
    }

    [Fact]
    public void Every_section_is_in_a_quarter_of_the_visits_or_nearly()
    {
        foreach (var section in NoteSectionIds.All)
        {
            Assert.InRange(Training.Count(visit => visit.Statements.Any(statement => statement.SectionId == section)), Many / 5, Many);
        }
    }

    [Fact]
    public void Every_complaint_comes_up()
    {
        var named = Training.SelectMany(visit => visit.Facts).Where(fact => fact.SectionId == "chief-complaint").Select(fact => fact.Subject).ToHashSet();
        Assert.Equal([], Complaints.All.Select(complaint => complaint.Name).Except(named));
    }

    [Fact]
    public void A_visit_may_have_nothing_to_note()
    {
        var silent = Enumerable.Range(0, 100).Select(i => VisitSynthesis.Visit(VisitSplit.Validation, i, new VisitOptions { Length = VisitLength.NearlySilent })).ToList();
        Assert.Contains(silent, visit => visit.Statements.Count == 0);
        Assert.Contains(silent, visit => visit.Statements.Count > 0);
    }

    [Fact]
    public void A_third_person_speaks_where_one_is_asked_for() =>
        Assert.All(Enumerable.Range(0, 20).Select(i => VisitSynthesis.Visit(VisitSplit.Test, i, new VisitOptions { Speakers = VisitSpeakers.Three, Length = VisitLength.Usual })),
            visit => Assert.Contains(visit.Turns, turn => turn.Speaker == Speaker.Other));
}
