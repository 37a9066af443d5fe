namespace OnPremLlm.Training.Visits;

/// <summary>A complaint and what is said about it.</summary>
/// <param name="Openings">How the patient puts it.</param>
/// <param name="Qualities">What it is like.</param>
/// <param name="Symptoms">What is asked or volunteered.</param>
internal sealed record Complaint(string Name, string[] Openings, string[] Qualities, string[] Symptoms, string[] Diagnoses, string[] Findings);

/// <summary>How often a medicine is taken: as the note has it, and as people say it.</summary>
internal sealed record Frequency(string Written, string[] Spoken);

/// <summary>A remark that belongs to no field of the note, and its answer.</summary>
internal sealed record Remark(string Speaker, string Line, string Answerer, string Answer);

/// <summary>
/// The closed vocabulary of generated visits. Pairings are medically meaningless; the only thing that is right is that a note says what
/// the talk says.
/// </summary>
internal static class Vocabulary
{
    public static IReadOnlyList<string> Medicines { get; } =
    [
        "lisinopril", "metformin", "atorvastatin", "amlodipine", "omeprazole", "losartan", "gabapentin", "sertraline", "levothyroxine",
        "hydrochlorothiazide", "simvastatin", "montelukast", "escitalopram", "rosuvastatin", "bupropion", "furosemide", "trazodone", "pantoprazole",
        "tamsulosin", "meloxicam", "citalopram", "prednisone", "duloxetine", "clopidogrel", "carvedilol", "warfarin", "venlafaxine", "allopurinol",
        "spironolactone", "glipizide", "ranitidine", "famotidine", "cetirizine", "loratadine", "naproxen", "ibuprofen", "acetaminophen",
        "amoxicillin", "azithromycin", "doxycycline", "cephalexin", "ciprofloxacin", "levofloxacin", "nitrofurantoin", "valsartan", "ramipril",
        "enalapril", "bisoprolol", "metoprolol", "atenolol", "diltiazem", "verapamil", "apixaban", "rivaroxaban", "empagliflozin", "sitagliptin",
        "pregabalin", "topiramate", "lamotrigine", "quetiapine", "mirtazapine", "fluoxetine", "paroxetine", "colchicine", "methotrexate",
        "hydroxychloroquine", "sumatriptan", "baclofen", "cyclobenzaprine", "tizanidine", "propranolol", "candesartan", "dapagliflozin", "ezetimibe",
        "pravastatin", "olmesartan", "fexofenadine", "clindamycin", "nortriptyline", "risperidone",
    ];

    /// <summary>Milligrams.</summary>
    public static IReadOnlyList<int> Doses { get; } =
        [1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 125, 150, 200, 250, 300, 400, 500, 600, 750, 800, 850, 1000];

    public static IReadOnlyList<Frequency> Frequencies { get; } =
    [
        new("once daily", ["once a day", "once daily", "every day", "one time a day", "every morning once a day"]),
        new("twice daily", ["twice a day", "twice daily", "two times a day", "morning and evening"]),
        new("three times daily", ["three times a day", "three times daily"]),
        new("at bedtime", ["at bedtime", "at night before bed", "before I go to sleep"]),
        new("every 8 hours", ["every 8 hours"]),
        new("as needed", ["as needed", "only when I need it", "whenever I need it"]),
    ];

    public static IReadOnlyList<Complaint> Complaints { get; } =
    [
        new("cough",
            ["a cough", "this cough that won't go away", "I've been coughing a lot"],
            ["dry", "productive", "barking"],
            ["fever", "chills", "shortness of breath", "wheezing", "sore throat", "runny nose", "night sweats"],
            ["acute bronchitis", "upper respiratory infection", "pneumonia", "asthma exacerbation"],
            ["lungs clear", "scattered wheezes", "crackles at the right base"]),
        new("headache",
            ["a headache", "really bad headaches", "my head has been hurting"],
            ["throbbing", "dull", "pressure-like"],
            ["nausea", "vomiting", "light sensitivity", "neck stiffness", "blurred vision", "dizziness"],
            ["migraine", "tension headache", "sinus headache"],
            ["cranial nerves intact", "neck supple", "no focal weakness"]),
        new("chest pain",
            ["chest pain", "pain in my chest", "this tightness in my chest"],
            ["sharp", "burning", "squeezing"],
            ["shortness of breath", "palpitations", "sweating", "nausea", "arm pain", "leg swelling"],
            ["costochondritis", "gastroesophageal reflux", "stable angina"],
            ["regular heart rhythm", "chest wall tenderness", "no murmurs"]),
        new("back pain",
            ["back pain", "my lower back is killing me", "pain in my low back"],
            ["aching", "sharp", "stabbing"],
            ["leg weakness", "numbness", "tingling", "bladder problems", "fever", "weight loss"],
            ["lumbar strain", "sciatica", "degenerative disc disease"],
            ["paraspinal tenderness", "straight leg raise negative", "normal leg strength"]),
        new("abdominal pain",
            ["stomach pain", "belly pain", "my stomach has been hurting"],
            ["crampy", "burning", "sharp"],
            ["nausea", "vomiting", "diarrhea", "constipation", "fever", "blood in stool"],
            ["gastritis", "gastroenteritis", "irritable bowel syndrome"],
            ["abdomen soft", "epigastric tenderness", "no rebound tenderness"]),
        new("sore throat",
            ["a sore throat", "my throat is really sore", "pain when I swallow"],
            ["scratchy", "burning", "sharp"],
            ["fever", "cough", "swollen glands", "runny nose", "ear pain", "rash"],
            ["viral pharyngitis", "strep pharyngitis"],
            ["throat red", "tonsils enlarged", "no tonsillar exudate"]),
        new("fatigue",
            ["fatigue", "I'm tired all the time", "I have no energy"],
            ["constant", "worse in the afternoon", "gradual"],
            ["weight gain", "weight loss", "cold intolerance", "low mood", "poor sleep", "hair loss"],
            ["hypothyroidism", "iron deficiency anemia", "depression"],
            ["thyroid not enlarged", "no pallor", "normal reflexes"]),
        new("dizziness",
            ["dizziness", "I've been getting dizzy", "the room keeps spinning"],
            ["spinning", "lightheaded", "brief"],
            ["hearing loss", "ringing in the ears", "nausea", "fainting", "palpitations", "headache"],
            ["benign positional vertigo", "orthostatic hypotension", "vestibular neuritis"],
            ["nystagmus on position change", "gait steady", "ears clear"]),
        new("knee pain",
            ["knee pain", "my knee hurts", "pain in my right knee"],
            ["aching", "sharp", "grinding"],
            ["swelling", "locking", "instability", "redness", "fever", "morning stiffness"],
            ["knee osteoarthritis", "meniscal tear", "patellofemoral pain"],
            ["mild knee effusion", "full range of motion", "joint line tenderness"]),
        new("rash",
            ["a rash", "this itchy rash", "my skin broke out"],
            ["itchy", "red", "blistering"],
            ["fever", "joint pain", "facial swelling", "shortness of breath", "mouth sores", "new soap use"],
            ["contact dermatitis", "eczema", "urticaria"],
            ["red patches on the forearms", "no vesicles", "no mucosal lesions"]),
        new("urinary burning",
            ["burning when I pee", "it burns when I urinate", "pain with urination"],
            ["burning", "stinging", "constant"],
            ["frequency", "urgency", "blood in urine", "fever", "flank pain", "discharge"],
            ["urinary tract infection", "cystitis"],
            ["no flank tenderness", "suprapubic tenderness", "abdomen soft"]),
        new("insomnia",
            ["trouble sleeping", "I can't sleep", "I keep waking up at night"],
            ["trouble falling asleep", "early waking", "frequent waking"],
            ["snoring", "low mood", "anxiety", "daytime sleepiness", "caffeine use", "restless legs"],
            ["primary insomnia", "generalized anxiety disorder", "obstructive sleep apnea"],
            ["alert and oriented", "normal affect", "no neck mass"]),
        new("palpitations",
            ["palpitations", "my heart keeps racing", "my heart skips beats"],
            ["fluttering", "pounding", "irregular"],
            ["chest pain", "fainting", "shortness of breath", "sweating", "anxiety", "tremor"],
            ["premature atrial contractions", "atrial fibrillation", "panic attacks"],
            ["regular heart rhythm", "irregular pulse", "no thyroid enlargement"]),
        new("shoulder pain",
            ["shoulder pain", "my shoulder hurts", "I can't lift my arm"],
            ["aching", "sharp", "dull"],
            ["weakness", "numbness", "neck pain", "night pain", "swelling", "clicking"],
            ["rotator cuff tendinitis", "frozen shoulder", "impingement syndrome"],
            ["pain with abduction", "full passive motion", "normal grip strength"]),
        new("ear pain",
            ["an earache", "my ear hurts", "pain in my left ear"],
            ["throbbing", "sharp", "dull"],
            ["hearing loss", "ear discharge", "fever", "runny nose", "dizziness", "jaw pain"],
            ["acute otitis media", "otitis externa", "ear wax impaction"],
            ["eardrum red and bulging", "ear canal swollen", "no mastoid tenderness"]),
    ];

    public static IReadOnlyList<string> Allergens { get; } =
    [
        "penicillin", "sulfa", "codeine", "latex", "aspirin", "shellfish", "peanuts", "iodine", "morphine",
    ];

    public static IReadOnlyList<string> AllergicReactions { get; } =
    [
        "rash", "hives", "swelling", "nausea", "itching", "wheezing",
    ];

    public static IReadOnlyList<string> Tests { get; } =
    [
        "chest x-ray", "complete blood count", "basic metabolic panel", "urinalysis", "hemoglobin A1c", "lipid panel", "thyroid panel",
        "electrocardiogram", "throat swab", "urine culture", "knee x-ray", "lumbar MRI", "ferritin level", "liver panel", "echocardiogram",
        "sleep study",
    ];

    public static IReadOnlyList<string> Aggravating { get; } =
    [
        "walking", "lying down", "eating", "bending", "exercise", "stress", "cold air", "climbing stairs", "standing", "moving quickly",
    ];

    public static IReadOnlyList<string> Relieving { get; } =
    [
        "rest", "ice", "heat", "sitting up", "drinking water", "stretching", "sleep", "warm showers", "a dark room", "over the counter lozenges",
    ];

    public static IReadOnlyList<string> Openers { get; } =
    [
        "good morning, what brings you in today?", "hi, what can I do for you?", "hello, how can I help you today?", "so what's going on?",
        "good afternoon, tell me what's been happening.",
    ];

    /// <summary>Before a patient's line; often nothing.</summary>
    public static IReadOnlyList<string> Fillers { get; } =
        ["", "", "", "", "um, ", "uh, ", "well, ", "you know, ", "so, ", "I mean, ", "let me think, "];

    public static IReadOnlyList<Remark> SmallTalk { get; } =
    [
        new("Doctor", "Did you find parking okay?", "Patient", "Yes, it was fine."),
        new("Doctor", "How is the family?", "Patient", "Good, thanks for asking."),
        new("Patient", "Sorry I was late, the traffic was terrible.", "Doctor", "No problem at all."),
        new("Doctor", "Let me just pull up your chart.", "Patient", "Sure."),
        new("Patient", "It's been busy at work.", "Doctor", "I understand."),
        new("Doctor", "It's cold out there today.", "Patient", "It really is."),
    ];

    public static IReadOnlyList<string> AllSymptoms { get; } = [.. Complaints.SelectMany(complaint => complaint.Symptoms).Distinct().Order(StringComparer.Ordinal)];
}
