using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Turns between the facts. What they name is not the patient's. No topic comes twice.</summary>
internal sealed class AsideTalk(Talk talk)
{
    readonly Queue<(Phrases Remark, Phrases Answer)> byDoctor = new(talk.Dice.Shuffled(AsidePhrases.ByDoctor));
    readonly Queue<(Phrases Remark, Phrases Answer)> byPatient = new(talk.Dice.Shuffled(AsidePhrases.ByPatient));
    readonly Queue<(Phrases Remark, Phrases Answer)> questions = new(talk.Dice.Shuffled(QuestionPhrases.All));

    public void Run()
    {
        switch (talk.Dice.Between(0, 9))
        {
            case < 3 when byDoctor.TryDequeue(out var topic):
                Exchange(Speaker.Clinician, topic.Remark, talk.Voice, topic.Answer);
                break;
            case < 6 when byPatient.TryDequeue(out var topic):
                Exchange(talk.Voice, topic.Remark, Speaker.Clinician, topic.Answer);
                break;
            case < 8:
                Exchange(talk.Voice, AsidePhrases.Distracting, Speaker.Clinician, AsidePhrases.DistractingAnswer);
                break;
            case < 9:
                Exchange(Speaker.Clinician, AsidePhrases.DoctorExample, talk.Voice, AsidePhrases.DoctorExampleAnswer);
                break;
            default:
                Exchange(Speaker.Clinician, AsidePhrases.Muttering, talk.Voice, AsidePhrases.MutteringAnswer);
                break;
        }
    }

    /// <summary>The patient wants to know something that changes nothing.</summary>
    public void Question()
    {
        if (questions.TryDequeue(out var question))
        {
            Exchange(talk.Voice, question.Remark, Speaker.Clinician, question.Answer);
        }
        else
        {
            Run();
        }
    }

    void Exchange(Speaker first, Phrases remark, Speaker second, Phrases answer)
    {
        talk.Say(first, remark, Slots());
        talk.Say(second, answer);
    }

    // They are not asked about afterwards, so that no true answer is put in doubt.
    Slot[] Slots()
    {
        var symptom = talk.Dice.Pick(Symptoms.All);
        var condition = talk.Dice.Pick(Conditions.Illnesses);
        talk.Mentioned.Add(symptom.Name);
        talk.Mentioned.Add("condition " + Article.WithoutArticle(condition));
        return [new("s", symptom.Nouns[0]), new("c", condition), new("m", talk.Medicines.Draw().Name)];
    }
}
