using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>Each number of the statement is in the cited words, with its unit, not taken back, and belongs to the same medicine or measurement.</summary>
internal static class QuantityCheck
{
    public static void Run(StatementReading statement, Support support, Findings findings)
    {
        var said = support.Segments.SelectMany(s => s.Passage.Quantities.Where(q => Counts(s, q)).Select(q => (Segment: s, Quantity: q))).ToList();
        foreach (var quantity in statement.Passage.Quantities)
        {
            if (quantity.IsScale && said.Any(x => x.Quantity.IsScale && x.Quantity.Value == quantity.Value))
            {
                findings.Hit();
                continue;
            }

            Check(statement, quantity, support, [.. said.Where(x => !x.Quantity.IsScale || quantity.IsScale)], findings);
        }

        CheckOrder(statement, support, findings);
        CheckFrequencies(statement, support, findings);
        CheckMeasurements(statement, support, findings);
    }

    // The numbers of a question stand only while its answer does not refuse or replace them: "20 milligrams?" — "No, 40."
    static bool Counts(SegmentReading segment, Quantity quantity) =>
        quantity.IsScale || segment.Answer is not { } answer
        || (segment.PolarityAt(quantity.At) != Polarity.Negated
            && !answer.Passage.Quantities.Any(q => !q.IsScale && Lexicon.KindOf(q.Unit ?? quantity.Unit) == Lexicon.KindOf(quantity.Unit)));

    static void Check(StatementReading statement, Quantity wanted, Support support, List<(SegmentReading Segment, Quantity Quantity)> said, Findings findings)
    {
        var equal = said.Where(x => x.Quantity.Value == wanted.Value).ToList();
        var standing = equal.Where(x => !x.Segment.Passage.Retracted[x.Quantity.At]).ToList();
        var units = standing.Where(x => UnitsAgree(wanted.Unit, x.Quantity.Unit)).ToList();
        var owned = units.Where(x => SameOwner(statement, wanted, support, x.Segment, x.Quantity)).ToList();
        if (owned.Count > 0)
        {
            findings.Hit();
            if (wanted.Unit is not null && owned.All(x => x.Quantity.Unit is null) && !IsImplied(statement, wanted))
            {
                findings.Doubt("The unit was not said.");
            }

            return;
        }

        var what = Lexicon.IsDose(wanted.Unit) ? "dose" : "number";
        findings.Miss(units.Count > 0 ? $"The {what} belongs to something else in the cited words."
            : standing.Count > 0 ? $"The unit of the {what} differs from the cited words."
            : equal.Count > 0 ? $"The speaker took the {what} back."
            : $"The {what} is not in the cited words.");
    }

    static bool UnitsAgree(string? wanted, string? said) =>
        wanted == said || said is null || (wanted is null && (Lexicon.IsDose(said) || said is "percent" or "kg" or "degrees" or "C" or "cm"))
        || (wanted is "C" or "F" && said == "degrees");

    // A measurement has its usual unit: nobody says "Celsius" or "kilograms" each time.
    static bool IsImplied(StatementReading statement, Quantity wanted) =>
        Support.Nearest(statement.Passage, wanted.At, statement.Passage.Vitals) switch
        {
            "temp" => wanted.Unit == (decimal.Parse(wanted.Value) < 46 ? "C" : "F"),
            "spo2" => wanted.Unit == "percent",
            _ => false,
        };

    static bool SameOwner(StatementReading statement, Quantity wanted, Support support, SegmentReading segment, Quantity said) =>
        Same(Support.Nearest(statement.Passage, wanted.At, statement.Passage.Medicines), () => MedicineOf(support, segment, said))
        && Same(Support.Nearest(statement.Passage, wanted.At, statement.Passage.Vitals), () => support.OwnerOf(segment, said.At, p => p.Vitals))
        && (statement.Passage.Vitals.Count > 0 || segment.Passage.Vitals.Count == 0);

    // A span of time belongs to the medicine of its own sentence: "start X for 22 days. See you in 10 days."
    static string? MedicineOf(Support support, SegmentReading segment, Quantity said) =>
        Lexicon.KindOf(said.Unit) != "time" || segment.Passage.Medicines.Count == 0
            ? support.OwnerOf(segment, said.At, p => p.Medicines)
            : Support.Nearest(segment.Passage, said.At, [.. segment.Passage.Medicines.Where(m => segment.Passage.SameSentence(m.At, said.At))]) ?? "";

    static bool Same(string? wanted, Func<string?> said) => wanted is null || said() is not { } owner || owner == wanted;

    // 120/80 is not 80/120.
    static void CheckOrder(StatementReading statement, Support support, Findings findings)
    {
        foreach (var first in statement.Passage.Quantities.Where(q => !q.IsScale))
        {
            if (statement.Passage.Quantities.FirstOrDefault(q => q.At == first.At + 2 && !q.IsScale && statement.Passage.Tokens[first.At + 1].Text == "over") is { Value: not null } second
                && !support.Segments.Any(s => Phrases.Positions(s.Passage.Tokens, [first.Value, "over", second.Value]).Any()))
            {
                findings.Reject("The numbers stand together otherwise in the cited words.");
            }
        }
    }

    static void CheckFrequencies(StatementReading statement, Support support, Findings findings)
    {
        foreach (var wanted in statement.Passage.Frequencies)
        {
            var owner = Support.Nearest(statement.Passage, wanted.At, statement.Passage.Medicines);
            var said = support.Segments.SelectMany(s => s.Passage.Frequencies.Where(f => f.Meaning == wanted.Meaning).Select(f => (Segment: s, f.At))).ToList();
            if (said.Any(x => Same(owner, () => support.OwnerOf(x.Segment, x.At, p => p.Medicines))))
            {
                findings.Hit();
            }
            else
            {
                findings.Miss(said.Count > 0 ? "The frequency belongs to another medicine in the cited words." : "The frequency is not in the cited words.");
            }
        }
    }

    static void CheckMeasurements(StatementReading statement, Support support, Findings findings)
    {
        foreach (var vital in statement.Passage.Vitals.DistinctBy(v => v.Meaning))
        {
            if (support.Segments.Any(s => s.Passage.Vitals.Any(v => v.Meaning == vital.Meaning)))
            {
                findings.Hit();
            }
            else
            {
                findings.Miss("The measurement is not in the cited words.");
            }
        }
    }
}
