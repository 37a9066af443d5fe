namespace OnPremLlm.Training.Visits;

/// <summary>The lines and the note of a visit that is being invented.</summary>
internal sealed class Conversation
{
    public Conversation(Dice dice)
    {
        Dice = dice;
        // 0 = short, 1 = usual full visit, 2 = very long.
        Size = dice.Chance(.1) ? 1 + dice.Next() : dice.Next();
        Complaint = dice.Pick(Vocabulary.Complaints);
        Note.Complaint = Complaint.Name;
    }

    public Dice Dice { get; }

    public double Size { get; }

    public Complaint Complaint { get; }

    public Note Note { get; } = new();

    public List<Turn> Turns { get; } = [];

    public void Say(string speaker, string text) => Turns.Add(new Turn(speaker, char.ToUpperInvariant(text[0]) + text[1..]));

    public void Doctor(params string[] options) => Say("Doctor", Dice.Pick(options));

    /// <summary>One of the options, perhaps behind a filler, with a full stop.</summary>
    public void Patient(params string[] options) => Say("Patient", $"{Dice.Pick(Vocabulary.Fillers)}{Dice.Pick(options)}.");

    /// <summary>A section is kept more often in long visits.</summary>
    public bool Happens(double probability) => Dice.Chance((probability * (.35 + (.65 * Size))) + .05);

    public string Duration()
    {
        var count = Dice.Between(1, 14);
        var unit = Dice.Pick("day", "week", "month");
        return count == 1 ? $"1 {unit}" : $"{count} {unit}s";
    }

    public void SmallTalk()
    {
        if (!Dice.Chance(.3 * Size))
        {
            return;
        }

        foreach (var remark in Dice.Sample(Vocabulary.SmallTalk, Size <= 1 ? 1 : Dice.Between(1, 4)))
        {
            Turns.Add(new Turn(remark.Speaker, remark.Line));
            Turns.Add(new Turn(remark.Answerer, remark.Answer));
        }
    }
}
