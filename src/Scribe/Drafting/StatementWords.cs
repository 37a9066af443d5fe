using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// Words that a statement may have beside those that were said: the small words of a sentence, and the plain terms of a note. No medicine, no number, no digit: a
/// statement has those from the visit or not at all. One word each, as it stands in the middle of a sentence.
/// </summary>
internal static class StatementWords
{
    /// <summary>In lower case, but for abbreviations.</summary>
    public static IReadOnlySet<string> All { get; } = Lexicon.Set(Small + Verbs + Times + Complaints + Body + Conditions + Findings + Plans + Life);

    const string Small = """
        a an the and or but with without of in on at to for from by as per than then that this these those there it its is are was were be been being not no nor none neither never
        if when while after before during until since because due about around approximately over under between within into onto off up down out again also only just too very more
        most less least much many some any all both each every other another same such so still yet now currently recently previously today ago he she they his her their
        him them who whose which what patient patient's doctor mother father parent brother sister son daughter child children wife husband partner spouse aunt uncle cousin
        grandmother grandfather grandparent family maternal paternal sibling relative friend caregiver himself herself

        """;

    const string Verbs = """
        has have had having does do did done can could may might will would should must needs need wants want feels feel felt says said states reports reported denies denied
        describes described complains complaining presents presenting takes take taking took taken uses use using used starts start started starting stops stop stopped stopping
        changes change changed continues continue continued continuing increases increase increased increasing decreases decrease decreased decreasing raise raised lower lowered
        reduce reduced switch switched add added adjust adjusted order ordered check checked repeat repeated return returns returned refer referred schedule scheduled discuss
        discussed advise advised recommend recommended avoid avoids avoiding rest drink eat eats eating sleep sleeps sleeping walk walks walking stand standing sit sitting lie lying
        lift lifting bend bending move moving climb climbing exercise exercising work works working live lives living smoke smokes smoking smoked drinks drinking drank quit quits
        lost gained lose gain get gets getting got give given gave keep keeps kept come comes came goes go going went begin began worsens worsen worsened improves improve improved
        helps help helped relieves relieve relieved causes cause caused makes make made radiates radiating spreads spreading wakes waking occurs occurring resolved resolving
        measured found seen heard noted noticed considered suspected confirmed known unknown discontinue discontinued prescribe prescribed apply monitor tolerate tolerated

        """;

    const string Times = """
        onset duration severity quality frequency daily nightly weekly monthly yearly morning afternoon evening night noon bedtime meals meal breakfast lunch dinner needed hour hours
        minute minutes day days week weeks month months year years time times sudden suddenly gradual gradually constant constantly intermittent intermittently occasional
        occasionally often sometimes rarely always usually worse worst better best mild moderate severe slight slightly significant acute chronic recurrent persistent stable unstable
        improving worsening unchanged new old recent previous past future early late first last next

        """;

    const string Complaints = """
        pain ache aching discomfort headache migraine cough dry productive barking fever chills sweats sweating shortness breath breathing breathless wheezing wheeze sore throat runny
        nose stuffy congestion sneezing hoarseness hoarse nausea vomiting diarrhea constipation bloating heartburn reflux indigestion appetite weight loss fatigue tired tiredness
        weakness weak numbness numb tingling dizziness dizzy lightheaded lightheadedness vertigo spinning fainting faint palpitations swelling swollen rash itching itchy redness red
        bruising bleeding blood discharge burning stinging stabbing sharp dull throbbing cramping crampy squeezing pressure tightness tight heavy pounding fluttering irregular
        stiffness stiff locking instability clicking grinding spasm spasms tremor shaking seizure seizures confusion memory vision blurred blurry hearing ringing earache
        urination urinary urgency incontinence flank pelvic vaginal menstrual periods period insomnia snoring anxiety anxious depression depressed mood low sad stress stressed
        irritability panic worry energy concentration thoughts harm suicidal self-harm hallucinations cold heat intolerance sensitivity light sound hair skin lesion lesions lump mole
        animal checkup check-up cut cuts frequent high irritation nasal problems complaints concerns wound burn bite injury fall falls trauma sprain strain infection allergy allergies allergic reaction hives symptom symptoms complaint problem concern

        """;

    const string Body = """
        head face eye eyes ear ears eardrum canal mouth tongue teeth tooth gum gums jaw neck thyroid glands gland lymph nodes node chest breast breasts rib ribs lung lungs heart back
        spine lumbar thoracic cervical shoulder shoulders arm arms elbow elbows forearm forearms wrist wrists hand hands finger fingers thumb hip hips groin leg legs thigh thighs knee
        knees calf calves ankle ankles foot feet heel heels toe toes stomach abdomen abdominal belly bowel bowels liver spleen kidney kidneys bladder prostate uterus rectal testicle
        skin scalp nail nails muscle muscles joint joints bone bones nerve nerves vein veins artery left right bilateral upper lower side sides front behind middle base bases
        central quadrant epigastric suprapubic midline distal proximal lateral medial

        """;

    const string Conditions = """
        history disease disorder syndrome condition diagnosis impression likely probable possible diabetes hypertension cholesterol hyperlipidemia asthma copd emphysema bronchitis
        pneumonia influenza flu covid viral bacterial virus sinusitis rhinitis pharyngitis tonsillitis strep otitis media externa conjunctivitis gastritis gastroenteritis ulcer ulcers
        irritable inflammatory gallstones pancreatitis hepatitis appendicitis diverticulitis hernia hemorrhoids arthritis osteoarthritis rheumatoid gout osteoporosis bursitis
        tendinitis tendonitis sciatica fracture disc degenerative impingement carpal tunnel cellulitis eczema dermatitis contact urticaria psoriasis acne shingles ringworm anemia iron
        deficiency hypothyroidism hyperthyroidism obesity stroke attack failure fibrillation angina coronary murmur clot thrombosis embolism cancer tumor malignancy epilepsy
        parkinson's dementia alzheimer's neuropathy concussion tension cluster positional benign vestibular neuritis cystitis pyelonephritis stones pregnancy menopause polyps apnea
        obstructive bipolar schizophrenia ptsd adhd generalized surgery surgeries appendectomy tonsillectomy hysterectomy cesarean replacement bypass removed removal hospitalized
        hospitalization immunizations vaccinated vaccine childhood upper respiratory tract panic attacks orthostatic hypotension wax frozen rotator cuff

        """;

    const string Findings = """
        BP HR RR SpO2 BMI blood pressure pulse heart rate respiratory rate respirations temperature temp oxygen saturation height weight glucose sugar percent mg mcg g
        kg cm mm ml lb lbs C F celsius fahrenheit degrees beats normal abnormal clear intact regular rhythm soft tender tenderness nontender rebound guarding full range motion limited
        reduced decreased absent present positive negative symmetric enlarged bulging inflamed erythema exudate crackles rales rhonchi murmurs gallops edema effusion warm dry moist
        pale pallor jaundice alert oriented distress well-appearing steady gait strength sensation reflexes cranial supple nystagmus drooping patches vesicles pustules scaling
        straight raise test sign pupils equal reactive bowel sounds masses mass nodule nodules palpable deformity exam examination unremarkable symmetrical scattered wheezes

        """;

    const string Plans = """
        plan follow-up follow up appointment visit referral specialist physical therapy therapist counseling x-ray xray ultrasound CT MRI ECG EKG CBC scan imaging echocardiogram
        colonoscopy endoscopy biopsy swab culture urinalysis urine stool panel metabolic lipid A1c hemoglobin ferritin vitamin labs lab tests results level levels function monitoring
        medicine medicines medication medications dose doses tablet tablets capsule capsules pill pills puff puffs drop drops patch patches cream ointment spray inhaler injection
        injections units unit milligrams milligram micrograms microgram milliliters grams antibiotic antibiotics steroid course refill refills prescription over-the-counter ice heat
        fluids hydration diet salt low-salt elevation elevate brace splint bandage stretches stretching exercises home care emergency immediately call clinic reassurance watch wait

        """;

    const string Life = """
        social alcohol tobacco cigarettes cigarette pack packs vaping vapes cannabis marijuana drugs drug recreational beer beers wine glass glasses drinks socially former current
        nonsmoker smoker job retired unemployed office construction teacher nurse driver student school college married divorced widowed alone together house apartment
        pets travel travelled sexually active caffeine coffee tea exposure exposed safe support food shellfish peanuts nuts latex pollen dust bee stings eggs milk

        """;

    /// <summary>Each word in the forms in which it may stand: also with a capital at its beginning.</summary>
    public static IEnumerable<string> FormsOf(string word) => word.Length == 0 ? [] : [word, char.ToUpperInvariant(word[0]) + word[1..]];
}
