namespace OnPremLlm.Training.Visits;

/// <summary>What the doctor measures, finds, concludes and orders.</summary>
internal sealed class ExaminationTalk(Conversation talk)
{
    readonly Dice dice = talk.Dice;

    public void Vitals()
    {
        var probability = .2 + (.5 * talk.Size);
        foreach (var measure in new Action[] { BloodPressure, HeartRate, Temperature, BreathingRate, Oxygen, Weight }.Where(_ => dice.Chance(probability)))
        {
            measure();
        }
    }

    public void Findings()
    {
        if (!talk.Happens(.8))
        {
            return;
        }

        var findings = dice.Sample(talk.Complaint.Findings, dice.Between(1, talk.Size > .3 ? 2 : 1));
        var lead = dice.Pick("let me examine you. ", "okay, let's take a look. ", "on exam I see ", "so on examination, ");
        talk.Say("Doctor", $"{lead}{string.Join(dice.Pick(" and ", ", "), findings)}.");
        talk.Note.Exam.AddRange(findings);
    }

    public void Diagnosis()
    {
        if (!talk.Happens(.9))
        {
            return;
        }

        var diagnosis = dice.Pick(talk.Complaint.Diagnoses);
        talk.Doctor($"I think this is {diagnosis}.", $"this looks like {diagnosis}.", $"my impression is {diagnosis}.", $"it's most likely {diagnosis}.");
        talk.Note.Diagnosis.Add(diagnosis);
        if (dice.Chance(.3))
        {
            talk.Say("Patient", dice.Pick("okay, is that serious?", "oh, I see.", "alright."));
            talk.Doctor("we can manage it.", "let's talk about what to do.");
        }
    }

    public void Tests()
    {
        if (!talk.Happens(.6))
        {
            return;
        }

        foreach (var test in dice.Sample(Vocabulary.Tests, dice.Between(1, talk.Size > .4 ? 2 : 1)))
        {
            var article = "aeiou".Contains(test[0], StringComparison.Ordinal) ? "an" : "a";
            talk.Doctor($"I'll order {article} {test}.", $"we'll get {article} {test}.", $"let's do {article} {test}.");
            talk.Note.Plan.Add($"order {test}");
        }
    }

    public void FollowUp()
    {
        if (!talk.Happens(.8))
        {
            return;
        }

        var duration = talk.Duration();
        talk.Doctor($"come back in {duration}.", $"let's follow up in {duration}.", $"I'll see you again in {duration}.");
        talk.Note.Plan.Add($"follow up in {duration}");
    }

    void BloodPressure()
    {
        var (systolic, diastolic) = (dice.Between(95, 185), dice.Between(55, 110));
        talk.Doctor(
            $"your blood pressure is {systolic} over {diastolic}.", $"blood pressure today is {systolic} over {diastolic}.", $"BP {systolic} over {diastolic}.");
        talk.Note.Vitals.Add($"BP {systolic}/{diastolic}");
    }

    void HeartRate()
    {
        var rate = dice.Between(48, 128);
        talk.Doctor($"heart rate is {rate}.", $"your pulse is {rate}.", $"heart rate {rate} per minute.");
        talk.Note.Vitals.Add($"HR {rate}");
    }

    void Temperature()
    {
        var tenths = dice.Between(355, 399);
        var degrees = $"{tenths / 10}.{tenths % 10}";
        talk.Doctor($"temperature is {degrees}.", $"your temperature is {degrees} degrees.", $"temp {degrees}.");
        talk.Note.Vitals.Add($"Temp {degrees} C");
    }

    void BreathingRate()
    {
        var rate = dice.Between(11, 26);
        talk.Doctor($"breathing rate is {rate}.", $"respiratory rate {rate}.");
        talk.Note.Vitals.Add($"RR {rate}");
    }

    void Oxygen()
    {
        var percent = dice.Between(88, 100);
        talk.Doctor($"oxygen is {percent} percent.", $"your oxygen saturation is {percent} percent.", $"sats are {percent} percent.");
        talk.Note.Vitals.Add($"SpO2 {percent}%");
    }

    void Weight()
    {
        var kilograms = dice.Between(45, 130);
        talk.Doctor($"weight is {kilograms} kilos.", $"you weigh {kilograms} kilograms today.");
        talk.Note.Vitals.Add($"Weight {kilograms} kg");
    }
}
