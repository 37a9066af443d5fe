namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Illnesses and operations of earlier years, of the patient or of relatives.</summary>
internal static class Conditions
{
    public static IReadOnlyList<string> Illnesses { get; } = List("""
        asthma, diabetes, type 2 diabetes, type 1 diabetes, high blood pressure, hypertension, high cholesterol, heart disease, a heart attack, a stroke
        a mini stroke, atrial fibrillation, heart failure, a heart murmur, COPD, emphysema, pneumonia, tuberculosis, a blood clot, a blood clot in the leg
        sleep apnea, hypothyroidism, thyroid problems, an overactive thyroid, Graves disease, osteoporosis, osteoarthritis, rheumatoid arthritis, gout, lupus
        psoriasis, eczema, migraines, epilepsy, seizures, multiple sclerosis, Parkinson disease, dementia, depression, anxiety, bipolar disorder
        schizophrenia, ADHD, breast cancer, colon cancer, lung cancer, prostate cancer, skin cancer, melanoma, ovarian cancer, leukemia, lymphoma
        kidney stones, kidney disease, gallstones, hepatitis, hepatitis C, cirrhosis, fatty liver, ulcers, acid reflux, Crohn disease, ulcerative colitis
        celiac disease, irritable bowel syndrome, diverticulitis, anemia, sickle cell trait, glaucoma, cataracts, macular degeneration, hearing loss
        endometriosis, fibroids, preeclampsia, gestational diabetes, shingles, chickenpox, rheumatic fever, polio, chronic back pain, a concussion
        alcohol problems, an aneurysm, cystic fibrosis, fibromyalgia, hay fever, peripheral neuropathy
        """);

    public static IReadOnlyList<string> Operations { get; } = List("""
        my appendix out, my gallbladder out, my tonsils out, a hysterectomy, a knee replacement, a hip replacement, a hernia repair, bypass surgery, a stent
        cataract surgery, back surgery, a C-section, my wisdom teeth out, a pacemaker, carpal tunnel surgery, rotator cuff repair, thyroid surgery
        a mastectomy, prostate surgery, my spleen removed, an ankle fracture repaired, sinus surgery, tubes in my ears, a vasectomy, gastric bypass
        a skin graft, a lung biopsy, a colon resection, an ACL repair, a kidney transplant
        """);

    /// <summary>As said behind "my", and as a note has it.</summary>
    public static IReadOnlyList<(string Said, string Note)> Relatives { get; } =
    [
        ("mother", "mother"), ("mom", "mother"), ("mum", "mother"), ("father", "father"), ("dad", "father"), ("brother", "brother"), ("older brother", "brother"), ("sister", "sister"), ("younger sister", "sister"),
        ("grandmother", "grandmother"), ("grandma", "grandmother"), ("grandfather", "grandfather"), ("grandpa", "grandfather"), ("aunt", "aunt"), ("uncle", "uncle"), ("son", "son"), ("daughter", "daughter"),
        ("cousin", "cousin"), ("dad's brother", "uncle"), ("mom's mom", "grandmother"),
    ];

    static string[] List(string text) => text.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
