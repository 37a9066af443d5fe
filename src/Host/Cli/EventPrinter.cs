using OnPremLlm.Scribe.Protocol;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>Prints a visit's events as they come, until its draft is there.</summary>
internal sealed class EventPrinter(IAnsiConsole console)
{
    /// <summary>Returns the draft; throws when the visit ends without one.</summary>
    public async Task<NoteDraft> WatchAsync(IAsyncEnumerable<VisitEvent> events, CancellationToken ct)
    {
        await foreach (var visitEvent in events.WithCancellation(ct))
        {
            switch (visitEvent)
            {
                case { Type: VisitEventType.FinalSegment, Segment: { } segment }:
                    Print(segment);
                    break;
                case { Type: VisitEventType.SectionStarted, Heading: { } heading }:
                    console.MarkupLineInterpolated($"   [bold]{heading}[/]");
                    break;
                case { Type: VisitEventType.StatementDrafted, Statement: { } statement }:
                    console.MarkupLineInterpolated($"     {Mark(statement.Verdict)} {statement.Text}  [grey]{string.Join(' ', statement.Evidence)}[/]");
                    break;
                case { Type: VisitEventType.DraftCompleted, Draft: { } draft }:
                    return draft;
                case { Type: VisitEventType.StateChanged, Problem: { } problem }:
                    throw new DemonstrationException(problem);
                case { Type: VisitEventType.StateChanged, State: { } state }:
                    console.MarkupLineInterpolated($"[grey]  {state}[/]");
                    break;
                default:
                    break;
            }
        }

        throw new DemonstrationException("The Host ended the stream of events before the draft was there.");
    }

    void Print(TranscriptSegment segment)
    {
        var at = TimeSpan.FromMilliseconds(segment.StartMs);
        console.MarkupLineInterpolated($"   [grey]{at:mm\\:ss} {segment.Id,-4}[/] [blue]{segment.Speaker,-9}[/] {segment.Text}");
    }

    static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Supported => "✓",
        Verdict.CheckByEar => "?",
        Verdict.NotSupported => "✗",
        _ => "·",
    };
}
