namespace OnPremLlm.Scribe.Evidence;

/// <summary>
/// The words the gate knows. Directional: a written term is said by its own words or by any of the listed phrases; the words of a phrase
/// may stand in any order within a few words of each other. Nothing here lets one symptom, medicine or side stand for another.
/// </summary>
internal static class Lexicon
{
    /// <summary>Written term → what people say for it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> SaidAs = new Dictionary<string, string[]>
    {
        ["pain"] = ["hurt", "hurts", "hurting", "ache", "aches", "aching", "sore", "killing", "tightness", "painful"],
        ["abdominal"] = ["stomach", "belly", "tummy", "abdomen"],
        ["ear pain"] = ["earache", "ear hurts"],
        ["headache"] = ["head hurting", "head hurts", "head aches", "head pain"],
        ["sore throat"] = ["throat sore", "throat hurts", "pain swallow", "hurts swallow"],
        ["shoulder pain"] = ["lift arm", "raise arm", "shoulder hurts", "shoulder hurting", "shoulder sore"],
        ["fatigue"] = ["tired", "no energy", "exhausted", "worn out"],
        ["dizziness"] = ["dizzy", "room spinning", "lightheaded"],
        ["rash"] = ["skin broke out", "skin breaking out"],
        ["urinary burning"] = ["burning pee", "burns pee", "burns urinate", "burning urinate", "burning urination", "pain urination", "stings pee"],
        ["insomnia"] = ["trouble sleeping", "can't sleep", "cannot sleep", "waking night", "awake night"],
        ["palpitations"] = ["heart racing", "heart skips", "heart pounding", "heart fluttering"],
        ["shortness of breath"] = ["short of breath", "breathless", "out of breath"],
        ["swelling"] = ["swollen", "swells"],
        ["vomiting"] = ["throwing up", "threw up", "vomited"],
        ["nausea"] = ["nauseous", "nauseated", "sick to stomach"],
        ["fainting"] = ["faint", "passed out", "passing out", "blacked out"],
        ["itching"] = ["itchy", "itch"],
        ["hypertension"] = ["high blood pressure"],
        ["electrocardiogram"] = ["ecg", "ekg"],
        ["complete blood count"] = ["cbc", "blood count"],
        ["mri"] = ["magnetic resonance"],
        ["pulse"] = ["heart rate"],
    };

    /// <summary>Terms that give a statement its meaning but are said in many ways; their presence is checked, their polarity only when negated.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Framing = new Dictionary<string, string[]>
    {
        ["onset"] = ["started", "start", "starts", "began", "begin", "begun", "ago", "since", "going on", "had it", "had this", "how long"],
        ["severity"] = ["scale", "rate", "out of", "severe", "how bad"],
        ["worse with"] = ["worse", "worsens", "aggravates", "brings it on"],
        ["better with"] = ["better", "help", "helps", "relieves", "eases"],
        ["worse"] = ["worsens", "aggravates"],
        ["better"] = ["help", "helps", "relieves", "eases", "improves"],
        ["follow up"] = ["come back", "follow up", "see you", "return", "recheck", "back in", "check back"],
        ["start"] = ["begin", "prescribe", "add", "put you on"],
        ["stop"] = ["discontinue", "come off", "quit"],
        ["change"] = ["adjust", "increase", "decrease", "raise", "lower", "switch", "reduce", "go up", "go down"],
        ["increase"] = ["raise", "go up", "bump up"],
        ["decrease"] = ["lower", "reduce", "go down", "cut"],
        ["continue"] = ["keep taking", "keep on", "stay on", "carry on"],
        ["order"] = ["get", "let's do", "schedule", "send you for", "run", "need"],
        ["medications"] = ["medicines", "medicine", "meds", "you take", "taking", "take anything", "tablets"],
        ["allergies"] = ["allergic", "allergy", "reaction", "can't take", "cannot take"],
        ["allergy"] = ["allergic", "allergies", "reaction"],
        ["allergic"] = ["allergy", "allergies", "reaction"],
    };

    /// <summary>Words of a statement that say nothing that could be wrong.</summary>
    public static readonly HashSet<string> Unremarkable = Set("""
        a an the of in on with to for from at by as per and or is are was were be been being am has have had having do does did it its it's this that these those there there's
        patient patient's doctor he she his her their they them my i i'm i've i'd me you your we our who which also some any currently now known about approximately around
        says said states stated reports reported denies denied describes described complains complaining takes taking take taken uses using presents presenting
        feels felt ago get gets getting due given not no without none over percent would will
        """);

    public static readonly HashSet<string> NegationCues = Set("""
        no not never without denies denied deny neither nor none nothing nope negative absent don't doesn't didn't haven't hasn't hadn't isn't aren't wasn't weren't
        """);

    /// <summary>Cues that a medicine is not taken; they count for medicines only ("the pain stopped" is not a negation).</summary>
    public static readonly HashSet<string> StopCues = Set("stop stopped stopping discontinue discontinued quit off");

    /// <summary>Words after which something new is asserted, so that an earlier "no" no longer reaches.</summary>
    public static readonly HashSet<string> Turns = Set("but however though although except just only yes yeah some i i've i'm i'd it it's there there's my he she we you your");

    /// <summary>Adjectives that begin a finding of their own: "no murmurs, regular rhythm".</summary>
    public static readonly HashSet<string> FindingStarts = Set("""
        normal clear red regular irregular soft full mild moderate severe swollen steady supple intact enlarged positive good bulging tender scattered alert tenderness present
        """);

    public static readonly HashSet<string> YesWords = Set("yes yeah yep yup correct both definitely certainly absolutely sometimes occasionally often sure");
    public static readonly HashSet<string> NoWords = Set("no nope nah neither none never nothing");
    public static readonly HashSet<string> Fillers = Set("um uh er erm hmm well so like oh okay ok alright honestly doctor actually");

    public static readonly HashSet<string> Family = Set("""
        mother father mom mum dad mama papa parents brother sister brothers sisters sibling siblings wife husband spouse partner son daughter sons daughters child children kids
        grandmother grandfather grandma grandpa grandparents aunt uncle cousin niece nephew family relatives mother-in-law father-in-law
        """);

    public static readonly HashSet<string> QuestionStarts = Set("""
        any do does did have has had are is was were what what's when where which who how can could would will anything
        """);

    public static readonly string[][] Corrections =
        [["no", "wait"], ["wait", "no"], ["sorry"], ["i", "mean"], ["scratch", "that"], ["make", "that"], ["correction"], ["rather"], ["actually"], ["no", "it", "was"], ["no", "it's"], ["no", "that's"], ["wait"]];

    public static readonly IReadOnlyDictionary<string, string[]> Vitals = new Dictionary<string, string[]>
    {
        ["bp"] = ["bp", "blood pressure"],
        ["hr"] = ["hr", "heart rate", "pulse"],
        ["temp"] = ["temp", "temperature"],
        ["rr"] = ["rr", "respiratory rate", "breathing rate", "respirations"],
        ["spo2"] = ["spo2", "oxygen saturation", "oxygen", "sats", "saturation"],
        ["weight"] = ["weight", "weigh", "weighs"],
        ["height"] = ["height", "tall"],
    };

    /// <summary>How often a medicine is taken; # stands for any number, which belongs to the result.</summary>
    public static readonly (string[] Words, string Meaning)[] Frequencies =
    [
        .. Frequency("every other day", "every other day"),
        .. Frequency("once daily", "once a day", "1 time a day", "1 time daily", "once every day", "once daily", "every day", "daily", "each day"),
        .. Frequency("twice daily", "twice a day", "twice daily", "2 times a day", "2 times daily", "morning and evening", "2 times per day"),
        .. Frequency("three times daily", "3 times a day", "3 times daily", "3 times per day"),
        .. Frequency("four times daily", "4 times a day", "4 times daily", "4 times per day"),
        .. Frequency("at bedtime", "at bedtime", "at night before bed", "before i go to sleep", "before bed", "at night", "nightly"),
        .. Frequency("as needed", "as needed", "only when i need it", "whenever i need it", "when i need it", "if needed", "when needed", "prn"),
        .. Frequency("weekly", "once a week", "every week", "weekly", "once weekly"),
        .. Frequency("every # hours", "every # hours", "every # hour"),
        .. Frequency("in the morning", "in the morning", "every morning"),
    ];

    static readonly Dictionary<string, string> Units = new()
    {
        ["mg"] = "mg",
        ["milligram"] = "mg",
        ["milligrams"] = "mg",
        ["mcg"] = "mcg",
        ["ug"] = "mcg",
        ["microgram"] = "mcg",
        ["micrograms"] = "mcg",
        ["g"] = "g",
        ["gram"] = "g",
        ["grams"] = "g",
        ["ml"] = "ml",
        ["milliliter"] = "ml",
        ["milliliters"] = "ml",
        ["millilitres"] = "ml",
        ["unit"] = "units",
        ["units"] = "units",
        ["tablet"] = "tablets",
        ["tablets"] = "tablets",
        ["pill"] = "tablets",
        ["pills"] = "tablets",
        ["puffs"] = "puffs",
        ["kg"] = "kg",
        ["kilo"] = "kg",
        ["kilos"] = "kg",
        ["kilogram"] = "kg",
        ["kilograms"] = "kg",
        ["lb"] = "lb",
        ["lbs"] = "lb",
        ["pounds"] = "lb",
        ["cm"] = "cm",
        ["centimeters"] = "cm",
        ["centimetres"] = "cm",
        ["feet"] = "ft",
        ["inches"] = "in",
        ["percent"] = "percent",
        ["degrees"] = "degrees",
        ["c"] = "C",
        ["celsius"] = "C",
        ["f"] = "F",
        ["fahrenheit"] = "F",
        ["minute"] = "minutes",
        ["minutes"] = "minutes",
        ["hour"] = "hours",
        ["hours"] = "hours",
        ["day"] = "days",
        ["days"] = "days",
        ["week"] = "weeks",
        ["weeks"] = "weeks",
        ["month"] = "months",
        ["months"] = "months",
        ["year"] = "years",
        ["years"] = "years",
    };

    static readonly HashSet<string> DoseUnits = Set("mg mcg g ml units tablets puffs");
    static readonly HashSet<string> TimeUnits = Set("minutes hours days weeks months years");

    public static string? UnitOf(string word) => Units.GetValueOrDefault(word);

    public static bool IsDose(string? unit) => unit is not null && DoseUnits.Contains(unit);

    /// <summary>Units of one kind correct each other: "11 weeks ago, no wait, 8 days ago".</summary>
    public static string KindOf(string? unit) => unit switch
    {
        null => "none",
        _ when DoseUnits.Contains(unit) => "dose",
        _ when TimeUnits.Contains(unit) => "time",
        _ => unit,
    };

    public static HashSet<string> Set(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    static IEnumerable<(string[], string)> Frequency(string meaning, params string[] phrases) => phrases.Select(p => (p.Split(' '), meaning));
}
