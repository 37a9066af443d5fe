namespace OnPremLlm.Training.Visits;

/// <summary>
/// Invents one visit. Each fact that is spoken goes to its field of the note, in spoken order. The talk about history and symptoms is in
/// <see cref="HistoryTalk"/>, about medicines in <see cref="MedicineTalk"/>, the doctor's own in <see cref="ExaminationTalk"/>.
/// </summary>
internal sealed class VisitGenerator
{
    readonly Conversation talk;

    VisitGenerator(Dice dice) => talk = new Conversation(dice);

    public static Visit Generate(Dice dice) => new VisitGenerator(dice).Run();

    Visit Run()
    {
        var dice = talk.Dice;
        var history = new HistoryTalk(talk);
        var medicines = new MedicineTalk(talk);
        var examination = new ExaminationTalk(talk);
        history.Opening();
        talk.SmallTalk();

        IReadOnlyList<Action> story = [history.Onset, history.Severity, history.Quality, history.Worse, history.Better];
        if (dice.Chance(.3))
        {
            story = dice.Shuffled(story);
        }

        IReadOnlyList<Action> blocks = [() => RunAll(story), history.Symptoms, medicines.Medications, medicines.Allergy];
        foreach (var block in dice.Chance(.35) ? dice.Shuffled(blocks) : blocks)
        {
            block();
            talk.SmallTalk();
        }

        RunAll([examination.Vitals, examination.Findings, examination.Diagnosis]);
        IReadOnlyList<Action> plan = [medicines.Prescribe, medicines.Change, examination.Tests];
        RunAll(dice.Chance(.35) ? dice.Shuffled(plan) : plan);
        examination.FollowUp();
        if (dice.Chance(.6))
        {
            talk.Say("Patient", dice.Pick("thank you, doctor.", "okay, thanks.", "sounds good."));
        }

        return new Visit(talk.Turns, talk.Note);
    }

    static void RunAll(IReadOnlyList<Action> steps)
    {
        foreach (var step in steps)
        {
            step();
        }
    }
}
