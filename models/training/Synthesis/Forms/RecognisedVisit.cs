using OnPremLlm.Scribe.Transcription.Normalisation;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>Writes a visit anew as a recogniser gives it, and the reference with it.</summary>
internal sealed class RecognisedVisit(SyntheticVisit visit, VisitForm form, RecognitionErrors errors, Dice dice)
{
    readonly List<VisitTurn> turns = [];
    readonly TurnMap map = new();
    readonly List<HeardTurn> heard = [];

    public SyntheticVisit Write()
    {
        var medicines = HeardTurn.MedicinesOf(visit);
        var whole = WholeSpans();
        foreach (var (index, turn) in visit.Turns.Index())
        {
            heard.Add(HeardTurn.Of(turn, medicines, errors, dice));
            Write(turn, heard[^1], whole[index]);
        }

        // Nothing was heard at all: a transcript has at least one line.
        if (turns.Count == 0)
        {
            turns.Add(new VisitTurn(Speaker.Other, ["uh"]));
        }

        var kept = visit.Statements.Where(StillStands).Select(map.Map).OfType<ReferenceStatement>()
            .DistinctBy(statement => (statement.SectionId, StatementText.Of(statement, turns).ToUpperInvariant()));
        return new SyntheticVisit(turns, [.. kept], visit.Facts);
    }

    // For each turn: gaps between words at which no span is torn apart.
    bool[][] WholeSpans()
    {
        var gaps = visit.Turns.Select(turn => Enumerable.Repeat(true, turn.Words.Count + 1).ToArray()).ToArray();
        foreach (var span in visit.Statements.SelectMany(statement => (statement.Text ?? []).OfType<TextPiece.Said>().Select(piece => piece.Span).Append(statement.Quote)))
        {
            for (var gap = span.First + 1; gap <= span.Last; gap++)
            {
                gaps[span.Turn][gap] = false;
            }
        }

        return gaps;
    }

    void Write(VisitTurn turn, HeardTurn words, bool[] mayEnd)
    {
        var places = new (int, int, int)[turn.Words.Count];
        var speaker = Label(turn.Speaker);
        for (var start = 0; start < turn.Words.Count;)
        {
            var end = start + 1;
            while (end < turn.Words.Count && !(mayEnd[end] && Wording.Delivery.EndsSentence(turn.Words[end - 1]) && dice.Chance(errors.SplitTurns)))
            {
                end++;
            }

            WriteSegment(speaker, words.Words[start..end], places.AsSpan(start, end - start));
            start = end;
        }

        map.Add(places);
    }

    void WriteSegment(Speaker speaker, string[][] words, Span<(int Turn, int First, int Last)> places)
    {
        var spoken = words.SelectMany(word => word).ToList();
        var at = 0;
        for (var i = 0; i < words.Length; i++)
        {
            places[i] = (turns.Count, at, at + words[i].Length - 1);
            at += words[i].Length;
        }

        if (spoken.Count == 0)
        {
            places.Fill((turns.Count, 0, -1));
        }
        else if (form == VisitForm.RecognisedWords)
        {
            turns.Add(new VisitTurn(speaker, spoken));
        }
        else
        {
            WriteNormalised(speaker, spoken, places);
        }
    }

    void WriteNormalised(Speaker speaker, List<string> spoken, Span<(int Turn, int First, int Last)> places)
    {
        var tokens = InverseTextNormaliser.Normalise([.. spoken.Select(word => new SpokenWord(word, 0, 0, 1))]);
        var tokenOf = tokens.SelectMany((token, i) => Enumerable.Repeat(i, token.WordCount)).ToArray();
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Last >= places[i].First)
            {
                places[i] = (places[i].Turn, tokenOf[places[i].First], tokenOf[places[i].Last]);
            }
        }

        turns.Add(new VisitTurn(speaker, InverseTextNormaliser.Present(tokens).Split(' ')));
    }

    Speaker Label(Speaker speaker)
    {
        if (dice.Chance(errors.MissingSpeakers))
        {
            return Speaker.Other;
        }

        return !dice.Chance(errors.WrongSpeakers) ? speaker : speaker == Speaker.Clinician ? Speaker.Patient : Speaker.Clinician;
    }

    // A garbled medicine is quoted as heard where something else tells that it is one; any other lost word takes the statement with it.
    bool StillStands(ReferenceStatement statement)
    {
        var spans = (statement.Text ?? [new TextPiece.Said(statement.Quote)]).OfType<TextPiece.Said>().Select(piece => piece.Span).Append(statement.Quote);
        foreach (var span in spans)
        {
            for (var i = span.First; i <= span.Last; i++)
            {
                if (heard[span.Turn].Lost[i] || (heard[span.Turn].Garbled[i] && span.First == span.Last && (statement.Text?.Count ?? 1) == 1))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
