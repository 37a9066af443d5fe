namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Complaints of head, throat, lungs and heart.</summary>
internal static class HeadAndChestComplaints
{
    public const string Text = """
        headache
        noun: a headache; headaches; bad headaches; these awful headaches; a pounding headache; pain in my head
        says: my <cc head has been hurting>; my <cc head is killing me>; my <cc head's been pounding>; I keep getting <cc headaches>; I woke up with <cc a splitting headache>; I've had this <cc headache> that won't quit; there's this <as pain behind my eyes>
        short: headache
        feels: throbbing; dull; pounding; like a tight band; pressure-like; stabbing; like a vice; on one side; sharp; pulsating; squeezing
        with: nausea; vomiting; light sensitivity; neck stiffness; blurred vision; dizziness; fever; weakness; numbness; trouble speaking; runny nose
        worse: bright light; loud noise; stress; I bend over; coughing; I look at a screen; lack of sleep; red wine; I skip meals
        better: a dark room; lying down; sleep; a cold cloth; coffee; quiet; drinking water
        diagnosis: migraine; tension headache; cluster headache; sinus headache; medication overuse headache; a migraine without aura
        exam: cranial nerves intact; neck is supple; no sinus tenderness; pupils equal and reactive; no focal weakness; mild tenderness over the temples; the optic discs look sharp

        cough
        noun: a cough; this cough; a nasty cough; a dry cough; a cough that won't go away; a bad chesty cough
        says: I've been <cc coughing> a lot; I can't <cc stop coughing>; I've been <cc coughing my lungs out>; I've got this <cc cough> that just won't go away; I'm <cc coughing all night>; I <cc cough so hard I nearly throw up>
        short: cough
        feels: dry; hacking; barking; productive; wet; chesty; tickly; rattly; worst at night; constant
        with: fever; chills; shortness of breath; wheezing; sore throat; runny nose; night sweats; phlegm; coughing up blood; chest pain; weight loss; heartburn
        worse: cold air; lying down; exercise; talking; I laugh; dust; cigarette smoke; perfume; night time
        better: honey; hot tea; steam; sitting up; cough drops; my inhaler; a hot shower
        diagnosis: acute bronchitis; pneumonia; postnasal drip; asthma exacerbation; an upper respiratory infection; whooping cough; a post-viral cough; chronic bronchitis
        exam: lungs are clear; scattered wheezes; crackles at the right base; good air entry on both sides; coarse breath sounds; throat slightly red; no use of accessory muscles

        chest pain
        noun: chest pain; pain in my chest; chest pains; tightness in my chest; a pressure in my chest; some discomfort in my chest
        says: my <cc chest hurts>; my <cc chest has been hurting>; it feels like <as an elephant on my chest>; I get <cc this squeezing in my chest>; there's <cc a pain right here in my chest>; my <cc chest gets tight>
        short: chest pain
        feels: sharp; burning; squeezing; like pressure; heavy; stabbing; crushing; tight; aching; like a knife
        with: shortness of breath; palpitations; sweating; nausea; arm pain; leg swelling; dizziness; fainting; jaw pain; heartburn; cough; calf pain
        worse: exertion; walking uphill; deep breaths; I take a deep breath; lying flat; climbing stairs; stress; pressing on it; spicy food
        better: rest; sitting forward; antacids; sitting still; nitroglycerin spray; leaning forward
        diagnosis: costochondritis; stable angina; gastroesophageal reflux; pericarditis; musculoskeletal chest pain; acid reflux; an anxiety attack
        exam: regular rate and rhythm; no murmurs; chest wall is tender; lungs clear to auscultation; no leg edema; heart sounds normal; no rub; the pain is reproduced by pressing on the ribs

        sore throat
        noun: a sore throat; a really sore throat; throat pain; pain when I swallow; a scratchy throat
        says: my <cc throat is killing me>; my <cc throat hurts>; my <cc throat's really sore>; it <cc hurts to swallow>; I can barely <cc swallow>; it feels like <cc swallowing glass>
        short: sore throat
        feels: scratchy; burning; raw; sharp; like razor blades; swollen; dry; on one side
        with: fever; cough; swollen glands; runny nose; ear pain; rash; hoarseness; headache; muscle aches; trouble swallowing; stuffy nose; mouth sores
        worse: swallowing; talking; I eat; hot drinks; the morning; cold air; I swallow
        better: warm tea; ice cream; salt water gargles; lozenges; honey; ice chips; cold drinks
        diagnosis: strep throat; viral pharyngitis; tonsillitis; mono; laryngitis; strep pharyngitis; a viral sore throat
        exam: tonsils are enlarged; throat is red; no exudate; white patches on the tonsils; tender lymph nodes in the neck; uvula is midline; no swollen nodes

        shortness of breath
        noun: shortness of breath; trouble breathing; difficulty breathing; breathing problems; breathlessness
        says: I'm <cc short of breath>; I <cc can't catch my breath>; I <cc get winded> just walking to the mailbox; I've been <cc getting out of breath>; I <cc can't breathe properly>; I <cc run out of air> going up the stairs
        short: breathing
        feels: like I can't get enough air; tight; worst at night; like breathing through a straw; sudden; gradual; like drowning; heavy
        with: chest pain; cough; leg swelling; wheezing; palpitations; fever; phlegm; weight gain; fatigue; dizziness; night sweats; calf pain
        worse: climbing stairs; lying flat; exercise; walking; cold weather; I lie down; pollen; exertion; humid weather
        better: sitting up; rest; my inhaler; fresh air; two pillows; a fan; slowing down
        diagnosis: heart failure; asthma; an asthma flare; pulmonary embolism; chronic obstructive pulmonary disease; deconditioning; a COPD exacerbation; anemia
        exam: crackles at both bases; expiratory wheezes; mild edema at the ankles; no jugular venous distension; lungs sound clear; breath sounds reduced on the left; pitting edema to the shins

        palpitations
        noun: palpitations; heart palpitations; a racing heart; a fluttering in my chest; an irregular heartbeat
        says: my <cc heart keeps racing>; my <cc heart skips beats>; my <cc heart pounds> out of nowhere; I can feel my <cc heart fluttering>; my <cc heart is doing flips>; it's my heart, it <cc just takes off>
        short: racing heart
        feels: fluttering; pounding; irregular; like a drum; fast; thumping; like a fish flopping; sudden
        with: chest pain; fainting; shortness of breath; sweating; dizziness; tremor; weight loss; heat intolerance; fatigue; chest tightness; leg swelling
        worse: coffee; stress; alcohol; exercise; I lie on my left side; energy drinks; lack of sleep; I drink coffee
        better: deep breathing; rest; splashing cold water on my face; lying still; holding my breath; cutting out caffeine
        diagnosis: atrial fibrillation; premature beats; panic attacks; supraventricular tachycardia; an overactive thyroid; sinus tachycardia; premature atrial contractions
        exam: irregularly irregular pulse; regular rhythm; no murmur; thyroid is not enlarged; no tremor; heart is fast but regular; an occasional skipped beat

        nasal congestion
        noun: nasal congestion; a stuffy nose; sinus pressure; sinus trouble; a blocked nose; a bad cold
        says: my <cc nose is completely blocked>; I'm <cc all stuffed up>; my <cc sinuses are killing me>; I <cc can't breathe through my nose>; I think I've got <as another sinus infection>; I can't get rid of <as this cold>
        short: congestion
        feels: full; like pressure in my face; constant; thick; blocked on both sides; worst in the morning; heavy
        with: fever; facial pain; headache; cough; sneezing; itchy eyes; sore throat; ear pain; loss of smell; phlegm; bad breath; nosebleeds
        worse: I bend down; pollen; cold weather; dust; mornings; cats; flying; dry air
        better: steam; saline rinses; a hot shower; nasal spray; sleeping propped up; decongestants
        diagnosis: acute sinusitis; allergic rhinitis; a common cold; seasonal allergies; a viral upper respiratory infection; nasal polyps
        exam: sinuses tender; nasal turbinates swollen; clear drainage; no polyps; pharynx mildly red; ears are clear; a deviated septum

        fainting
        noun: fainting spells; a fainting spell; blackouts; fainting; a blackout
        says: I <cc passed out>; I <cc fainted> at the grocery store; I <cc blacked out>; I've been <cc passing out>; I <cc just dropped> in the kitchen; I <cc keeled over> at work
        short: fainting
        feels: sudden; without warning; brief; like everything went black; woozy beforehand; like a curtain coming down
        with: chest pain; palpitations; headache; seizures; weakness; nausea; sweating; confusion; shortness of breath; blurred vision; trouble speaking; falls
        worse: standing up quickly; hot weather; skipping meals; I stand too long; dehydration; needles; I get up too fast
        better: lying down; water; sitting with my head down; salty snacks; getting up slowly
        diagnosis: vasovagal syncope; orthostatic hypotension; dehydration; an arrhythmia; a simple faint; low blood sugar
        exam: no murmurs; no focal deficits; blood pressure drops on standing; no signs of injury; heart regular; neurologic exam is normal; no tongue bite
        """;
}
