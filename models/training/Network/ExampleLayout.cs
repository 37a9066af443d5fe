using OnPremLlm.Training.Examples;

namespace OnPremLlm.Training.Network;

/// <summary>A row that predicts a token.</summary>
internal readonly record struct Target(int Row, int Token);

/// <summary>A run of rows that attend to each other causally: the prefix or one branch.</summary>
/// <param name="Row">Its first row.</param>
/// <param name="Length">Rows; may be 0 for the prefix.</param>
/// <param name="Place">Where attention keeps it: segments begin at multiples of 32 there.</param>
internal readonly record struct Segment(int Row, int Length, int Place)
{
    /// <summary>Places that it takes.</summary>
    public int Places => RoundUp(Length, Tile.Columns);

    public static int RoundUp(int count, int multiple) => (count + multiple - 1) / multiple * multiple;
}

/// <summary>Every so-many-th row, from another one each step; the default is all.</summary>
internal readonly record struct Every(int Stride, int Step)
{
    public bool Takes(int row) => Stride <= 1 || (row + Step) % Stride == 0;
}

/// <summary>
/// How an example lies in the rows of the network: the prefix, then the branches without their last tokens, which nothing is predicted from.
/// A few rows at the end fill a tile; they see nothing and nobody sees them.
/// </summary>
internal sealed class ExampleLayout
{
    readonly List<int> tokens = [];
    readonly List<int> positions = [];
    readonly List<Segment> segments = [];

    /// <exception cref="ArgumentException">The example breaks a rule of <see cref="Example"/>, is too long or holds a token outside the vocabulary.</exception>
    public ExampleLayout(Example example, ModelShape shape, Every every = default)
    {
        Add(example.Prefix, firstPosition: 0);
        PrefixTargets = [.. Enumerable.Range(0, Math.Max(0, example.Prefix.Length - 1)).Where(every.Takes).Select(row => new Target(row, example.Prefix[row + 1]))];
        var answers = new List<Target>();
        foreach (var branch in example.Branches)
        {
            Check(branch.Prompt.Length > 0 && branch.Answer.Length > 0, "a branch needs a prompt and an answer");
            var first = tokens.Count + branch.Prompt.Length - 1;
            answers.AddRange(branch.Answer.Select((token, i) => new Target(first + i, token)));
            Add([.. branch.Prompt, .. branch.Answer[..^1]], example.Prefix.Length);
        }

        AnswerTargets = answers;
        Check(tokens.Count > 0, "there is no token");
        Check(positions.Max() < ModelShape.Positions, $"a prefix and one branch may have {ModelShape.Positions} tokens");
        Check(tokens.Max() < shape.Vocabulary && answers.All(target => target.Token < shape.Vocabulary), $"token ids must be below {shape.Vocabulary}");
    }

    /// <summary>Tokens that are read.</summary>
    public int Count => tokens.Count;

    /// <summary>A multiple of 8.</summary>
    public int Rows => Segment.RoundUp(tokens.Count, Tile.Rows);

    /// <summary>Places of all segments; a multiple of 32.</summary>
    public int Places => segments[^1].Place + segments[^1].Places;

    public IReadOnlyList<int> Tokens => tokens;

    public IReadOnlyList<int> Positions => positions;

    /// <summary>[0] is the prefix.</summary>
    public IReadOnlyList<Segment> Segments => segments;

    public IReadOnlyList<Target> PrefixTargets { get; }

    public IReadOnlyList<Target> AnswerTargets { get; }

    void Add(ushort[] added, int firstPosition)
    {
        segments.Add(new(tokens.Count, added.Length, segments.Count == 0 ? 0 : Places));
        tokens.AddRange(added.Select(token => (int)token));
        positions.AddRange(Enumerable.Range(firstPosition, added.Length));
    }

    static void Check(bool right, string wrong)
    {
        if (!right)
        {
            throw new ArgumentException($"This example cannot be learnt from: {wrong}.");
        }
    }
}
