namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Findings of an examination, by what is looked at; each is a clause as dictated.</summary>
internal static class Findings
{
    public static IReadOnlyList<(string Place, IReadOnlyList<string> Clauses)> BySystem { get; } =
    [
        ("how you look", List("well appearing; in no acute distress; alert and oriented times three; mildly uncomfortable; well nourished; looks tired; appears comfortable; pleasant and cooperative")),
        ("your eyes", List("pupils equal round and reactive; conjunctivae are clear; no scleral icterus; extraocular movements intact; sclera white; mild conjunctival redness; visual fields full")),
        ("your ears", List("tympanic membranes clear; eardrums are normal; some wax in the left canal; right eardrum is dull; no fluid behind the eardrum; canals clear")),
        ("your nose and throat", List("oropharynx is clear; mucous membranes moist; tonsils are not enlarged; posterior pharynx slightly red; nasal mucosa swollen; uvula midline; teeth in good repair")),
        ("your neck", List("neck is supple; no thyromegaly; no lymphadenopathy; no carotid bruits; trachea midline; no jugular venous distension; full range of motion of the neck; a small node on the left")),
        ("your heart", List("regular rate and rhythm; no murmurs, rubs or gallops; S1 and S2 normal; a soft systolic murmur; heart sounds are normal; heart is regular; an irregular rhythm; no extra sounds; a two out of six systolic murmur")),
        ("your lungs", List("lungs are clear; clear to auscultation bilaterally; no wheezes; no crackles; good breath sounds; decreased breath sounds at the left base; faint wheezes at the end of the breath; no rales; bilateral breath sounds")),
        ("your belly", List("abdomen is soft; no tenderness; bowel sounds present; no hepatosplenomegaly; mild tenderness in the left lower quadrant; no rebound or guarding; nondistended; liver not enlarged; no hernia")),
        ("your back", List("no spinal tenderness; no costovertebral tenderness; mild paraspinal spasm; normal curvature; spine is straight")),
        ("your legs", List("no edema; trace edema; one plus pitting edema; pulses are two plus; no calf tenderness; no clubbing or cyanosis; legs are warm; varicose veins on both sides")),
        ("your joints", List("no joint swelling; full range of motion; mild crepitus in the knees; no deformity; a small effusion on the right; Heberden nodes")),
        ("your skin", List("skin is warm and dry; no rashes; no suspicious lesions; no bruising; a small scab on the elbow; good skin turgor; skin is clear")),
        ("your strength and reflexes", List("strength is five out of five; reflexes two plus and symmetric; cranial nerves two through twelve intact; sensation is intact; no focal deficits; gait is normal; finger to nose normal; negative Romberg; mild weakness of the left hand")),
        ("your mood", List("mood is euthymic; affect appropriate; normal speech; thought process linear; good insight; makes eye contact; somewhat anxious")),
    ];

    static string[] List(string text) => text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
