namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>What a doctor orders and advises.</summary>
internal static class Orders
{
    /// <summary>With an article where one is said.</summary>
    public static IReadOnlyList<string> Tests { get; } = List("""
        a chest x-ray; a complete blood count; a CBC; a basic metabolic panel; a comprehensive metabolic panel; a urinalysis; a urine culture
        a hemoglobin A1c; an A1c; a lipid panel; a cholesterol panel; a thyroid panel; a TSH; an EKG; an ECG; an electrocardiogram; an echocardiogram
        a stress test; a throat swab; a strep test; a flu test; a COVID test; a knee x-ray; an x-ray of the foot; an x-ray of the wrist; a hip x-ray
        a lumbar MRI; an MRI of the brain; an MRI of the knee; a shoulder MRI; a CT scan; a CT of the head; a CT of the abdomen; a head CT; a ferritin level
        iron studies; liver function tests; a liver panel; a kidney function test; a sleep study; an ultrasound; a pelvic ultrasound; an abdominal ultrasound
        a renal ultrasound; a thyroid ultrasound; a Doppler of the leg; a colonoscopy; an endoscopy; a mammogram; a bone density scan; a Pap smear
        a pregnancy test; a vitamin D level; a B12 level; a folate level; a sed rate; a CRP; a rheumatoid factor; an ANA; a uric acid level; a blood culture
        a stool sample; a stool test; a spirometry; lung function tests; a peak flow; a Holter monitor; an event monitor; a tilt table test; an EEG
        a nerve conduction study; a hearing test; an eye exam; a skin biopsy; a biopsy; allergy testing; a PSA; a hepatitis panel; an HIV test; a Lyme test
        a mono test; a D-dimer; a troponin; a BNP; a glucose tolerance test; a fasting glucose; a PT and INR; an INR; a wound culture; a sputum culture
        a coronary calcium score; a memory test; a urine drug screen; an H. pylori test; a cortisol level; a testosterone level; a prolactin level
        blood work; some blood tests; routine labs
        """);

    public static IReadOnlyList<string> Specialists { get; } = List("""
        cardiology; the cardiologist; a neurologist; neurology; physical therapy; a physical therapist; a dermatologist; dermatology; an orthopedic surgeon
        orthopedics; the ENT; an ear nose and throat specialist; gastroenterology; a gastroenterologist; a urologist; urology; endocrinology
        an endocrinologist; a rheumatologist; rheumatology; a pulmonologist; a psychiatrist; a therapist; counseling; a nutritionist; the dietitian
        an allergist; an ophthalmologist; an eye doctor; a podiatrist; a gynecologist; a surgeon; pain management; a hematologist; the memory clinic
        the sleep clinic; a dentist; the wound clinic; a speech therapist; occupational therapy; the diabetes educator; a nephrologist; cardiac rehab
        a social worker
        """);

    /// <summary>Fit behind "I want you to"; nothing in them is a medicine.</summary>
    public static IReadOnlyList<string> Advice { get; } = List("""
        drink plenty of fluids; rest for a few days; get some rest; avoid spicy food; cut back on salt; cut down on coffee; use a heating pad; ice it
        put ice on it twice a day; keep it elevated; elevate your leg; keep a headache diary; keep a food diary; check your blood pressure at home
        check your sugar every morning; walk thirty minutes a day; try to exercise more; lose some weight; quit smoking; cut down on alcohol; avoid alcohol
        sleep with your head raised; avoid heavy lifting; stay off that foot; use crutches; wear the brace; wear a splint at night; do gentle stretches
        take time off work; stay home from work; wash it with soap and water; keep the wound clean; change the dressing every day; use a humidifier
        gargle with salt water; avoid screens before bed; go to bed at the same time; eat more fiber; eat smaller meals; follow a low carb diet
        wear compression stockings; weigh yourself every day; avoid scratching; use a gentle moisturizer; stay out of the sun; wear sunscreen; get a flu shot
        practice deep breathing; avoid driving; get up slowly; drink more water; check your feet every day; use saline rinses; keep the ear dry
        stop wearing your contacts; brush after meals; avoid dairy; stick to a bland diet; wear supportive shoes; take it easy
        """);

    /// <summary>Fit behind "come back if" and "call me if".</summary>
    public static IReadOnlyList<string> Warnings { get; } = List("""
        it gets worse; you get a fever; the fever comes back; you have trouble breathing; the pain gets worse; it's not better in a week
        you start throwing up; you see any blood; the swelling spreads; the redness spreads; you feel faint; you get chest pain; you can't keep fluids down
        the rash spreads; you notice any weakness; your vision changes; you get confused; it starts draining; the numbness gets worse; you can't sleep
        you pass out; you get a stiff neck; it doesn't improve; you develop hives; you feel worse in any way; your leg swells up
        """);

    static string[] List(string text) => text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
