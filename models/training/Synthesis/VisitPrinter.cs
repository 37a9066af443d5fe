using System.Globalization;

namespace OnPremLlm.Training.Synthesis;

/// <summary>Visits as text for people to read: the transcript with its ids, then the note with quotes and evidence.</summary>
internal static class VisitPrinter
{
    public static void Print(SyntheticVisit visit, TextWriter output)
    {
        foreach (var (index, turn) in visit.Turns.Index())
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[s{index + 1}] {Name(turn.Speaker)}: {turn.Text}"));
        }

        var section = "";
        foreach (var statement in visit.Statements)
        {
            if (statement.SectionId != section)
            {
                section = statement.SectionId;
                output.WriteLine($"  {section}");
            }

            output.WriteLine($"    {visit.Render(statement)}   \"{visit.Quote(statement)}\" {string.Join(' ', statement.Evidence.Select(turn => $"s{turn + 1}"))}");
        }
    }

    static string Name(Speaker speaker) => speaker switch
    {
        Speaker.Clinician => "Doctor",
        Speaker.Patient => "Patient",
        Speaker.Other => "Speaker",
        _ => throw new ArgumentOutOfRangeException(nameof(speaker)),
    };
}
