using System.Globalization;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis;

namespace OnPremLlm.Training.Evaluation;

/// <summary>A visit in words that no generator made, and the facts that its note ought to have: a file of turns ("Doctor: …"), a line "---" and facts.</summary>
/// <param name="Name">Of the file, without extension.</param>
internal sealed record WrittenVisit(string Name, IReadOnlyList<TranscriptTurn> Turns, IReadOnlyList<WrittenFact> Facts)
{
    const string Divider = "---";

    /// <exception cref="InvalidDataException">A line is neither; its number is told.</exception>
    public static WrittenVisit Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var divider = Array.IndexOf(lines, Divider);
        if (divider < 1)
        {
            throw new InvalidDataException($"{path} needs turns, a line \"{Divider}\" and facts.");
        }

        var turns = lines.Take(divider).Select((line, i) => TurnOf(line, i, path)).ToList();
        return new(Path.GetFileNameWithoutExtension(path), turns, [.. lines.Skip(divider + 1).Where(line => line.Length > 0).Select(line => WrittenFact.Read(line, turns.Count, path))]);
    }

    static TranscriptTurn TurnOf(string line, int index, string path) => line.Split(": ", 2) switch
    {
        ["Doctor", var said] => new($"s{index + 1}", TranscriptSpeaker.Clinician, said, 1),
        ["Patient", var said] => new($"s{index + 1}", TranscriptSpeaker.Patient, said, 1),
        ["Other", var said] => new($"s{index + 1}", TranscriptSpeaker.Unknown, said, 1),
        _ => throw new InvalidDataException($"{path}, line {index + 1}: a turn begins with \"Doctor: \", \"Patient: \" or \"Other: \"."),
    };
}

/// <summary>A fact of a <see cref="WrittenVisit"/>, in the words of the visit: "section | lisinopril + 20 + once a day / every morning | 7, 6".</summary>
/// <param name="Parts">Of each part one of its alternatives has to stand in the statement.</param>
/// <param name="Evidence">Ids of the turns where it is said.</param>
internal sealed record WrittenFact(string SectionId, IReadOnlyList<IReadOnlyList<string>> Parts, IReadOnlySet<string> Evidence)
{
    public static WrittenFact Read(string line, int turns, string path)
    {
        var fields = line.Split(" | ");
        if (fields is not [var section, var words, var evidence] || !NoteSectionIds.All.Contains(section))
        {
            throw new InvalidDataException($"{path}: a fact is \"section | words | turns\" with one of the sections {string.Join(", ", NoteSectionIds.All)}.");
        }

        var numbers = evidence.Split(',').Select(number => int.Parse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)).ToList();
        return numbers.TrueForAll(number => number >= 1 && number <= turns)
            ? new(section, [.. words.Split(" + ").Select(part => part.Split(" / ").Select(DraftWords.Of).ToList())], numbers.Select(number => $"s{number}").ToHashSet())
            : throw new InvalidDataException($"{path}: a fact of {section} cites a turn that the visit does not have.");
    }

    /// <summary>The statement says all of it.</summary>
    public bool IsIn(string statement) => Parts.All(part => part.Any(words => DraftWords.Contains(statement, words)));

    /// <summary>The statement is about the same: it says the first part.</summary>
    public bool IsSubjectOf(string statement) => Parts[0].Any(words => DraftWords.Contains(statement, words));
}
