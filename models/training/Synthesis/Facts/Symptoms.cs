namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>The symptoms that are asked about, volunteered and denied.</summary>
internal static class Symptoms
{
    public static IReadOnlyList<Symptom> All { get; } =
    [
        .. """
        fever: fever, fevers, a fever, temperature; running a fever, running a temperature, feeling feverish; I've been <s running a temperature>, I felt <s feverish> last night
        chills: chills, the chills, shivering; shivering, getting chills; I keep <s shivering>
        night sweats: night sweats, sweating at night; sweating at night, waking up drenched, waking up sweaty; I <s wake up drenched in sweat>
        weight loss: weight loss, unexplained weight loss; losing weight; I've been <s losing weight>, I've <s dropped some weight>, my <s pants are getting loose>
        weight gain: weight gain; gaining weight, putting on weight; I've <s gained some weight>, I've been <s putting on weight>
        fatigue: fatigue, tiredness; feeling tired, feeling worn out, feeling exhausted; I'm <s tired all the time>, I've been <s so tired>, I'm <s exhausted>, I've <s no energy>
        poor appetite: loss of appetite, change in appetite, appetite loss; eating less than usual; I've <s lost my appetite>, I <s don't feel like eating>
        nausea: nausea, queasiness, any sickness to the stomach; feeling nauseous, feeling sick to your stomach, feeling queasy; I feel <s nauseous>, I've been <s nauseous>, I feel <s sick to my stomach>
        vomiting: vomiting; vomiting, throwing up, being sick; I <s threw up> twice, I've been <s throwing up>, I <s vomited> this morning
        diarrhea: diarrhea, loose stools, loose bowel movements, watery stools; having loose stools, running to the toilet; I've had <s the runs>, my <s stools have been loose>
        constipation: constipation, trouble with your bowels; feeling constipated; I'm <s constipated>, I <s can't go to the bathroom>
        abdominal pain: abdominal pain, belly pain, stomach pain, tummy pain, stomach cramps; getting stomach cramps; my <s stomach has been cramping>, my <s belly hurts>
        bloating: bloating, gas; feeling bloated; I'm <s so bloated>
        heartburn: heartburn, acid reflux, reflux; getting heartburn; I get <s heartburn> after meals
        blood in the stool: blood in the stool, blood in your stool, rectal bleeding, black stools; passing blood, passing black stools; I saw <s some blood in the toilet>
        trouble swallowing: trouble swallowing, difficulty swallowing; choking on food; <s food gets stuck> when I eat
        cough: cough, a cough, coughing; coughing, coughing at night, coughing anything up; I've been <s coughing> too
        phlegm: phlegm, sputum, mucus; bringing up phlegm, coughing up mucus; I'm <s bringing up green stuff>
        shortness of breath: shortness of breath, trouble breathing, difficulty breathing, breathlessness; getting short of breath, feeling short of breath, getting out of breath; I <s get winded> on the stairs, I'm <s short of breath>, I <s can't catch my breath>
        wheezing: wheezing, wheeze; wheezing; I'm <s wheezing> at night, I hear <s a whistling when I breathe>
        coughing up blood: coughing up blood, blood in the sputum; coughing up blood, bringing up blood
        chest pain: chest pain, chest pains, pain in the chest, chest discomfort; having chest pain, getting chest pains; my <s chest hurts> at times
        chest tightness: chest tightness, tightness in the chest, pressure in the chest; feeling tight in the chest; my <s chest feels tight>
        palpitations: palpitations, racing heart, heart racing, skipped beats; feeling your heart race; my <s heart races>, my <s heart skips a beat>, my <s heart was pounding>
        leg swelling: leg swelling, swelling in the legs, ankle swelling, swelling in your ankles, swollen legs; getting swollen ankles; my <s ankles are swollen>, my <s feet swell up>
        fainting: fainting, fainting spells, passing out, blackouts; fainting, passing out, blacking out; I <s passed out> once, I <s nearly fainted>
        dizziness: dizziness, dizzy spells, lightheadedness; feeling dizzy, feeling lightheaded, getting dizzy; I've been <s dizzy>, I feel <s lightheaded>
        headache: headache, headaches, a headache; getting headaches; my <s head hurts>, I've been getting <s headaches>
        blurred vision: blurred vision, blurry vision, vision changes, changes in your vision; seeing double, seeing blurry; my <s vision is blurry>, <s everything looks blurry>
        light sensitivity: light sensitivity, sensitivity to light; bothered by light; <s bright light bothers me>
        ringing in the ears: ringing in the ears, ringing in your ears, tinnitus; hearing ringing; my <s ears are ringing>
        hearing loss: hearing loss, trouble hearing, loss of hearing; having trouble hearing; I <s can't hear as well>
        ear pain: ear pain, earache, earaches; having ear pain; my <s ear hurts>
        ear discharge: ear discharge, drainage from the ear, fluid from the ear
        runny nose: runny nose, a runny nose, nasal drip; blowing your nose a lot; my <s nose has been running>
        stuffy nose: stuffy nose, nasal congestion, congestion, a blocked nose; feeling congested, feeling stuffed up; I'm <s all stuffed up>, my <s nose is blocked>
        sneezing: sneezing, sneezing fits; sneezing, sneezing a lot; I can't <s stop sneezing>
        sore throat: sore throat, a sore throat, throat pain; having throat pain; my <s throat is sore>, my <s throat hurts>, it <s hurts to swallow>
        hoarseness: hoarseness, voice changes, a hoarse voice; losing your voice; my <s voice is hoarse>, I <s lost my voice>
        swollen glands: swollen glands, swollen lymph nodes, lumps in the neck; my <s glands are up>
        facial pain: facial pain, sinus pressure, sinus pain, pressure in the face; my <s cheeks hurt>
        itchy eyes: itchy eyes, watery eyes; rubbing your eyes; my <s eyes are itchy>, my <s eyes are watering>
        eye redness: eye redness, red eyes, redness of the eyes; my <s eye is all red>
        eye discharge: eye discharge, discharge from the eye, crusting of the eye; my <s eye was stuck shut> this morning
        neck stiffness: neck stiffness, stiff neck, a stiff neck; my <s neck is stiff>
        neck pain: neck pain, pain in the neck; my <s neck hurts>
        back pain: back pain, low back pain, backache; having back pain; my <s back aches>
        joint pain: joint pain, joint pains, aching joints; my <s joints ache>
        joint swelling: joint swelling, swollen joints, swelling of the joints; my <s fingers are swollen>
        morning stiffness: morning stiffness, stiffness in the morning; feeling stiff in the morning, waking up stiff; I'm <s stiff in the morning>
        muscle aches: muscle aches, body aches, muscle pain, aches and pains; feeling achy; I'm <s achy all over>, my <s muscles ache>
        muscle cramps: muscle cramps, leg cramps, cramps in your legs; getting cramps; I get <s cramps in my calves>
        weakness: weakness, muscle weakness, loss of strength; feeling weak, dropping things; my <s arm feels weak>, I feel <s weak>
        numbness: numbness, any numb spots, loss of feeling; feeling numb, going numb; my <s fingers go numb>, my <s foot feels numb>
        tingling: tingling, pins and needles; feeling pins and needles; I get <s pins and needles>, my <s hands tingle>
        tremor: tremor, tremors, shaking, shaky hands; shaking; my <s hands shake>
        balance problems: balance problems, trouble with balance, unsteadiness; losing your balance, stumbling; I'm <s unsteady on my feet>, I <s lose my balance>
        falls: falls, a fall; falling, falling down; I <s fell> last week
        confusion: confusion; feeling confused, getting confused; I get <s confused> sometimes
        memory problems: memory problems, memory loss, trouble with memory; forgetting things, getting forgetful; I <s keep forgetting things>
        seizures: seizures, fits, convulsions; having seizures
        trouble speaking: trouble speaking, slurred speech, speech problems; slurring your words; my <s speech was slurred>
        rash: rash, a rash, rashes, skin changes; getting a rash, breaking out; I've <s broken out in a rash>, there are <s red spots on my arm>
        itching: itching, itchiness, itchy skin; itching, scratching a lot; I'm <s itchy> all over
        hives: hives, welts; getting hives; I got <s hives>
        bruising: bruising, easy bruising, bruises; bruising easily; I <s bruise easily>
        bleeding gums: bleeding gums, gum bleeding
        nosebleeds: nosebleeds, nose bleeds, a nosebleed; getting nosebleeds; my <s nose has been bleeding>
        mouth sores: mouth sores, sores in your mouth, mouth ulcers, canker sores; I've <s got sores in my mouth>
        dry mouth: dry mouth, a dry mouth; feeling dry in the mouth; my <s mouth is so dry>
        excessive thirst: excessive thirst, increased thirst; drinking more than usual, feeling thirsty; I'm <s thirsty all the time>
        frequent urination: frequent urination, urinary frequency; peeing a lot, going to the bathroom more often, urinating more than usual; I <s pee all the time>, I'm <s going every hour>
        burning with urination: burning with urination, pain with urination, burning when you pee; it <s burns when I pee>
        urgency: urgency, urinary urgency; rushing to the bathroom; I <s can't hold it>
        blood in the urine: blood in the urine, blood in your urine, bloody urine; peeing blood; my <s urine looks pink>
        getting up at night to urinate: nighttime urination, waking up to pee; getting up at night to pee, getting up at night to urinate; I <s get up three times to pee>
        incontinence: incontinence, urine leakage, accidents, leaking; leaking urine; I <s leak when I sneeze>
        trouble urinating: trouble urinating, a weak stream, difficulty urinating; straining to urinate; my <s stream is weak>
        flank pain: flank pain, pain in your side, side pain; my <s side hurts>
        pelvic pain: pelvic pain, lower abdominal pain; having pelvic pain
        vaginal discharge: vaginal discharge, unusual discharge, discharge
        irregular periods: irregular periods, missed periods, changes in your period; missing periods; my <s periods have been irregular>
        heavy bleeding: heavy bleeding, heavy periods; bleeding heavily; my <s periods are heavy>
        hot flashes: hot flashes, hot flushes; getting hot flashes; I get <s hot flashes>
        breast lump: breast lump, breast lumps, lumps in the breast
        hair loss: hair loss, thinning hair; losing hair; my <s hair is falling out>
        cold intolerance: cold intolerance, sensitivity to cold; feeling cold all the time; I'm <s always cold>
        heat intolerance: heat intolerance, sensitivity to heat; feeling hot all the time; I <s can't stand the heat>
        dry skin: dry skin, skin dryness; my <s skin is so dry>
        sweating: sweating, sweats; sweating a lot, sweating more than usual; I <s break out in a sweat>
        snoring: snoring, loud snoring; snoring; I <s snore> like a train
        daytime sleepiness: daytime sleepiness, sleepiness during the day; falling asleep during the day; I <s doze off at my desk>
        restless legs: restless legs, twitchy legs; my <s legs won't keep still>
        locking: locking, catching; it <s locks up> on me
        instability: instability, giving way; it <s gives way>
        redness: redness, any redness; turning red
        swelling: swelling, any swelling, puffiness; swelling up
        warmth: warmth, heat over it; it <s feels warm to the touch>
        calf pain: calf pain, pain in your calf, calf tenderness; my <s calf is sore>
        jaw pain: jaw pain, pain in the jaw, jaw clicking; my <s jaw hurts>
        arm pain: arm pain, pain down the arm, left arm pain; it <s goes down my arm>
        leg pain: leg pain, pain down the leg, pain shooting down your leg; it <s shoots down my leg>
        bladder or bowel problems: bladder problems, loss of bladder control, trouble controlling your bowels
        lumps: lumps, lumps or bumps, new lumps; I found <s a lump>
        jaundice: jaundice, yellow skin, yellowing of the eyes; turning yellow
        dark urine: dark urine, urine that looks dark; my <s urine is dark>
        loss of smell: loss of smell, loss of taste; my <s sense of smell is gone>, I <s can't taste anything>
        bad breath: bad breath
        hiccups: hiccups
        discharge: discharge, any discharge, pus, drainage; there's <s some pus>
        """.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Symptom.Read),
    ];

    static readonly Dictionary<string, Symptom> ByName = All.ToDictionary(symptom => symptom.Name, StringComparer.Ordinal);

    public static Symptom Find(string name) => ByName.TryGetValue(name, out var found)
        ? found
        : throw new InvalidOperationException($"No symptom is called \"{name}\". Name one of {nameof(Symptoms)} or add it there.");
}
