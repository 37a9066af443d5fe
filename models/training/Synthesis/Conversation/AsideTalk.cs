using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Turns between the facts. What they name is not the patient's.</summary>
internal sealed class AsideTalk(Talk talk)
{
    public void Run()
    {
        switch (talk.Dice.Between(0, 9))
        {
            case < 3:
                var (remark, answer) = talk.Dice.Pick(AsidePhrases.ByDoctor);
                Exchange(Speaker.Clinician, remark, talk.Voice, answer);
                break;
            case < 6:
                var (own, reply) = talk.Dice.Pick(AsidePhrases.ByPatient);
                Exchange(talk.Voice, own, Speaker.Clinician, reply);
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

    void Exchange(Speaker first, Phrases remark, Speaker second, Phrases answer)
    {
        talk.Say(first, remark, Slots());
        talk.Say(second, answer);
    }

    // Nothing that the patient was asked about, so that no true answer is put in doubt.
    Slot[] Slots()
    {
        var symptom = talk.Dice.Pick(Symptoms.All);
        var condition = talk.Dice.Pick(Conditions.Illnesses);
        talk.Mentioned.Add(symptom.Name);
        talk.Mentioned.Add("condition " + Article.WithoutArticle(condition));
        return [new("s", symptom.Nouns[0]), new("c", condition), new("m", talk.Medicines.Draw().Name)];
    }
}
