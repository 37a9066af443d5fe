namespace OnPremLlm.Training.Visits;

/// <summary>One line of a visit. <paramref name="Speaker"/> is "Doctor" or "Patient"; numbers are in digits.</summary>
internal sealed record Turn(string Speaker, string Text);

/// <summary>A generated consultation and the note that belongs to it.</summary>
internal sealed record Visit(IReadOnlyList<Turn> Turns, Note Note)
{
    /// <summary>Lines <c>Doctor: …</c> and <c>Patient: …</c>, without a newline at the end.</summary>
    public string Transcript => string.Join('\n', Turns.Select(turn => $"{turn.Speaker}: {turn.Text}"));
}

/// <summary>Facts of a visit by field, in spoken order.</summary>
internal sealed class Note
{
    public string Complaint { get; set; } = "";

    public List<string> History { get; } = [];

    public List<string> Reports { get; } = [];

    public List<string> Denies { get; } = [];

    public List<string> Medications { get; } = [];

    public List<string> Allergies { get; } = [];

    public List<string> Vitals { get; } = [];

    public List<string> Exam { get; } = [];

    public List<string> Diagnosis { get; } = [];

    public List<string> Plan { get; } = [];

    /// <summary>The layout of the demonstration model, without a newline at the end.</summary>
    public override string ToString() => $"""
        ## Subjective
        **Chief complaint:** {Complaint}
        **History:** {Field(History)}
        **Reports:** {Field(Reports)}
        **Denies:** {Field(Denies)}
        **Medications:** {Field(Medications)}
        **Allergies:** {Field(Allergies)}
        ## Objective
        **Vitals:** {Field(Vitals)}
        **Exam:** {Field(Exam)}
        ## Assessment
        **Diagnosis:** {Field(Diagnosis)}
        ## Plan
        **Plan:** {Field(Plan)}
        """;

    static string Field(List<string> items) => items.Count > 0 ? string.Join("; ", items) : "not discussed";
}
