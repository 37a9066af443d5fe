namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Complaints of the whole body and of the mind, and reasons for a visit that are no symptom.</summary>
internal static class GeneralComplaints
{
    public const string Text = """
        fatigue
        noun: fatigue; tiredness; no energy; exhaustion; low energy
        says: I'm <cc tired all the time>; I <cc have no energy>; I'm <cc exhausted>; I'm <cc just wiped out>; I <cc can barely get out of bed>; I feel <cc run down>; I'm <cc dragging all day>
        short: tiredness
        feels: constant; worst in the afternoon; gradual; heavy; like I ran a marathon; overwhelming; daily
        with: weight gain; weight loss; cold intolerance; hair loss; shortness of breath; fever; night sweats; snoring; daytime sleepiness; heavy bleeding; constipation; dizziness; dry skin
        worse: exercise; afternoons; work; I push myself; stress; poor sleep; winter
        better: naps; coffee; weekends; sleep; rest; nothing really
        diagnosis: hypothyroidism; iron deficiency anemia; depression; sleep apnea; chronic fatigue syndrome; vitamin D deficiency; mono
        exam: thyroid is not enlarged; conjunctivae are pale; no swollen nodes; lungs clear; reflexes slow; no edema; skin is dry

        fever
        noun: a fever; a high fever; fevers; a temperature; fever and chills; the flu
        says: I've been <cc burning up>; I <cc can't shake this fever>; I've been <cc running a temperature>; I've had <cc fever and chills>; I feel like <as I've got the flu>; I was <cc shaking with chills>
        short: fever
        feels: high; on and off; worst in the evening; up and down; low grade; constant
        with: chills; cough; sore throat; headache; muscle aches; rash; vomiting; diarrhea; burning with urination; neck stiffness; runny nose; abdominal pain; night sweats
        worse: evenings; night time; the medicine wearing off; bundling up
        better: fluids; a cool bath; rest; fever reducers; light clothes
        diagnosis: influenza; a viral illness; COVID; pneumonia; a urinary tract infection; strep throat; the flu
        exam: ears are clear; throat is red; lungs clear; no rash; neck is supple; abdomen soft; capillary refill is normal; looks well hydrated

        insomnia
        noun: insomnia; trouble sleeping; sleep problems; bad sleep; sleepless nights
        says: I <cc can't sleep>; I <cc keep waking up at night>; I <cc lie awake for hours>; I <cc haven't slept in days>; I'm <cc up at three every morning>; I <cc toss and turn all night>
        short: sleep problem
        feels: restless; light; broken; frustrating; the same every night; worse on work nights
        with: snoring; daytime sleepiness; restless legs; palpitations; fatigue; headache; getting up at night to urinate; night sweats; heartburn; hot flashes; memory problems
        worse: stress; coffee; screens in bed; noise; I worry; late meals; shift work
        better: reading; melatonin; a cool room; a hot bath; herbal tea; white noise
        diagnosis: chronic insomnia; generalized anxiety disorder; obstructive sleep apnea; poor sleep hygiene; restless legs syndrome; primary insomnia
        exam: alert and oriented; no thyroid enlargement; crowded airway; looks tired; heart regular; neck is wide; reflexes normal

        anxiety
        noun: anxiety; panic attacks; bad nerves; a lot of anxiety; anxiety attacks
        says: I'm <cc anxious all the time>; I <cc can't stop worrying>; my <cc nerves are shot>; I keep having <as panic attacks>; I'm <cc on edge> constantly; I <cc feel like something terrible will happen>
        short: anxiety
        feels: overwhelming; constant; like a weight; sudden; like I'm losing control; jittery; worse at work
        with: palpitations; shortness of breath; sweating; chest tightness; tremor; nausea; weight loss; headache; dizziness; diarrhea; fatigue; chest pain
        worse: crowds; work; coffee; driving; I'm alone; news; deadlines; flying
        better: breathing exercises; walking; talking to my sister; music; yoga; staying busy; prayer
        diagnosis: generalized anxiety disorder; panic disorder; an adjustment disorder; social anxiety; anxiety with depression; situational anxiety
        exam: appears anxious; speech is normal; thyroid not enlarged; heart rate regular; good eye contact; no tremor; thought process is logical

        low mood
        noun: depression; low mood; the blues; a really low mood; depressed mood
        says: I've been <cc feeling down>; I'm <cc just not myself>; I <cc cry all the time>; I <cc don't enjoy anything anymore>; I've been <cc in a dark place>; I feel <cc so low>; I <cc can't find the motivation>
        short: mood
        feels: heavy; empty; numb; constant; like a fog; worse in the morning; flat
        with: fatigue; poor appetite; weight loss; weight gain; headache; memory problems; palpitations; muscle aches; constipation; daytime sleepiness
        worse: mornings; being alone; winter; the holidays; I stay in; arguments; work
        better: being with friends; exercise; my dog; sunlight; keeping a routine; painting
        diagnosis: major depression; an adjustment disorder; seasonal depression; grief; postpartum depression; persistent depressive disorder
        exam: affect is flat; makes good eye contact; tearful at times; speech is slow; no psychosis; judgment intact; well groomed

        weight gain
        noun: weight gain; trouble losing weight; extra weight; a weight problem
        says: I've <cc gained twenty pounds>; I <cc can't lose weight> no matter what; my <cc clothes don't fit>; I <cc keep putting on weight>; I've <cc gotten so heavy>; the <cc scale keeps going up>
        short: weight
        feels: gradual; fast; mostly around the middle; frustrating; steady; sudden
        with: fatigue; cold intolerance; hair loss; leg swelling; snoring; shortness of breath; irregular periods; constipation; excessive thirst; joint pain; dry skin
        worse: stress eating; sitting all day; snacks at night; I quit smoking; holidays; fast food
        better: walking; cutting sugar; keeping a food diary; smaller portions; swimming
        diagnosis: obesity; hypothyroidism; polycystic ovary syndrome; metabolic syndrome; a medication side effect; prediabetes
        exam: central obesity; thyroid normal; no edema; no striae; blood pressure slightly high; skin normal; heart sounds distant

        weight loss
        noun: weight loss; unexplained weight loss; a poor appetite; no appetite
        says: I've been <cc losing weight> without trying; I've <cc dropped fifteen pounds>; my <cc pants are falling off>; I <cc don't feel like eating>; food <cc just doesn't appeal to me>; I'm <cc wasting away>
        short: weight loss
        feels: gradual; steady; fast; worrying; unintended
        with: night sweats; fever; cough; abdominal pain; diarrhea; trouble swallowing; fatigue; palpitations; excessive thirst; blood in the stool; heat intolerance; lumps
        worse: stress; eating; the smell of food; I eat meat; nausea
        better: shakes; small meals; soup; eating with company; soft food
        diagnosis: hyperthyroidism; depression; celiac disease; type 1 diabetes; malabsorption; an overactive thyroid
        exam: looks thin; no enlarged nodes; abdomen soft; no masses; thyroid slightly enlarged; muscle wasting; lungs clear

        memory problems
        noun: memory problems; memory loss; trouble remembering things; forgetfulness; brain fog
        says: I <cc keep forgetting things>; my <cc memory is going>; I <cc lose my train of thought>; I <cc can't find the right words>; I <cc got lost driving home>; I <cc walk into a room and forget why>
        short: memory
        feels: gradual; foggy; worse in the evening; on and off; worse than last year; frightening
        with: confusion; headache; falls; tremor; balance problems; trouble speaking; fatigue; snoring; incontinence; hearing loss; weight loss; numbness
        worse: stress; being tired; evenings; new places; I'm rushed; noise
        better: lists; a routine; sleep; a calendar; quiet; taking my time
        diagnosis: mild cognitive impairment; early dementia; depression; vitamin B twelve deficiency; a medication side effect; normal aging
        exam: oriented to person and place; recalls two of three words; clock drawing normal; gait steady; no focal deficits; speech is fluent; no tremor

        high blood pressure
        noun: high blood pressure; my blood pressure; a blood pressure check; high readings at home
        says: my <cc blood pressure has been high>; I'm here for my <cc blood pressure>; my <cc pressure's been up>; the pharmacy machine said my <cc blood pressure was through the roof>; my <cc readings at home are too high>; they said my <cc blood pressure was up> at the dentist
        short: blood pressure
        feels: up and down; higher in the morning; high every time; all over the place; fine at home
        with: headache; chest pain; blurred vision; shortness of breath; leg swelling; palpitations; dizziness; nosebleeds; fatigue; snoring; weakness
        worse: salty food; stress; missing my pills; I skip my pills; coffee; work; pain
        better: walking; resting; less salt; relaxing; taking my pills
        diagnosis: essential hypertension; hypertension; uncontrolled hypertension; white coat hypertension; stage two hypertension; secondary hypertension
        exam: regular rate and rhythm; no murmurs; no edema; lungs clear; fundi normal; no bruits; pulses equal

        diabetes check
        noun: a diabetes check; my diabetes; my sugar; high blood sugars; a diabetes follow-up
        says: my <as sugars have been high>; I'm here for my <as diabetes>; my <as sugar's all over the place>; I <as can't get my sugars down>; my <as blood sugar was two hundred> this morning; I ran out of strips and my <as sugars are up>
        short: sugar
        feels: up and down; high in the morning; high after meals; hard to control; better than before; erratic
        with: excessive thirst; frequent urination; numbness; blurred vision; weight loss; sweating; tremor; dizziness; fatigue; chest pain; tingling; nausea
        worse: bread; stress; holidays; I eat late; missing a dose; rice; steroids; sweets
        better: walking after meals; cutting carbs; taking it on time; drinking water; more vegetables
        diagnosis: type 2 diabetes; uncontrolled type 2 diabetes; diabetic neuropathy; well controlled diabetes; type 1 diabetes; prediabetes
        exam: feet are intact; sensation normal to monofilament; pulses palpable; no ulcers; reduced vibration in the feet; heart regular; abdomen soft

        checkup
        noun: a checkup; my yearly physical; an annual physical; a physical; a general checkup; a routine visit
        says: I'm just here for <cc my annual physical>; I'm due for <cc a checkup>; I need <cc a physical for work>; it's time for <cc my yearly exam>; I haven't <as seen a doctor in years>; I just want to <cc get checked out>
        short: checkup
        feels: fine; good; healthy; the same as last year; okay overall
        with: chest pain; shortness of breath; headache; fatigue; weight loss; blood in the stool; cough; joint pain; dizziness; lumps; heartburn; constipation; leg swelling
        worse: stress; winter; I skip the gym
        better: exercise; sleep; eating well; vacation
        diagnosis: a healthy adult; a normal exam; mild obesity; prehypertension; high cholesterol; vitamin D deficiency
        exam: heart regular; lungs clear; abdomen soft; no enlarged nodes; skin without suspicious moles; thyroid normal; reflexes equal; gait normal

        medication refill
        noun: a refill; refills; a prescription refill; a medication check; a med check; a refill on my pills
        says: I'm <cc almost out of my pills>; I need <cc my prescriptions renewed>; I <cc ran out of my medicine>; I'm here to <cc get my meds refilled>; I just need <cc refills>; my <cc prescription expired>
        short: refill
        feels: stable; fine; about the same; under control; good on the pills
        with: dizziness; nausea; fatigue; headache; chest pain; leg swelling; constipation; dry mouth; cough; muscle aches; weight gain; palpitations
        worse: missing doses; I forget a dose; running out; travel
        better: taking it regularly; a pill box; taking it with food
        diagnosis: stable hypertension; well controlled diabetes; stable depression; hyperlipidemia; hypothyroidism; chronic pain
        exam: heart regular; lungs clear; no edema; abdomen soft; looks well; no tremor

        animal bite
        noun: a dog bite; a cat bite; an insect bite; a tick bite; a bee sting; a bite
        says: I got <as bitten by a dog>; my cat <as bit me>; I found <as a tick on my leg>; I got <as stung by a wasp>; something <as bit me> while I was gardening; I've got <as a bite that's getting red>
        short: bite
        feels: sore; itchy; throbbing; swollen; hot; tender; red
        with: swelling; redness; fever; discharge; warmth; numbness; swollen glands; rash; hives; joint pain; shortness of breath; chills; headache
        worse: moving it; touching it; scratching; I bend my finger; warm water
        better: ice; elevation; antihistamines; cleaning it; a bandage
        diagnosis: an infected bite; cellulitis; a local reaction; Lyme disease; an insect bite; a clean bite wound
        exam: two small puncture wounds; redness around the wound; no pus; full range of motion; no streaking; a bull's-eye rash; sensation intact

        cut
        noun: a cut; a deep cut; a cut on my hand; a burn; a burn on my arm; a wound
        says: I <cc cut my hand>; I <cc sliced my finger>; I <as burned my arm> on the stove; I <as stepped on a nail>; I <cc gashed my leg>; my <as stitches came open>
        short: wound
        feels: sore; throbbing; burning; deep; clean; still bleeding; tender
        with: numbness; redness; swelling; discharge; fever; weakness; warmth; tingling; bruising; chills
        worse: moving it; getting it wet; bumping it; I bend it; pressure
        better: pressure; a bandage; elevation; ice; cold water; pain pills
        diagnosis: a simple laceration; a second degree burn; a wound infection; a puncture wound; a superficial cut; cellulitis
        exam: three centimeter cut on the palm; no tendon injury; sensation intact; edges are clean; blisters on the forearm; no foreign body; good capillary refill

        fall
        noun: a fall; a bad fall; a car accident; a head injury; a bump on the head; a concussion
        says: I <cc fell down the stairs>; I <cc slipped on the ice>; I <as hit my head>; I was <as in a car accident>; I <cc tripped over the dog>; I <cc fell off a ladder>; I <cc took a tumble>
        short: fall
        feels: sore; bruised; stiff; achy all over; dizzy since then; okay mostly; swollen
        with: headache; vomiting; confusion; neck pain; dizziness; fainting; blurred vision; back pain; numbness; weakness; bruising; chest pain; memory problems
        worse: moving; lifting; deep breaths; I turn my head; bright light; screens; walking
        better: rest; ice; pain pills; a dark room; lying still; heat
        diagnosis: a concussion; a rib contusion; a mild head injury; a soft tissue injury; a rib fracture; bruising only; whiplash
        exam: bruise on the forehead; pupils equal; neck nontender; no skull tenderness; tender over the ribs; moving all limbs; speech is clear; no focal deficits

        tooth pain
        noun: a toothache; tooth pain; a bad tooth; gum pain; a swollen jaw
        says: my <cc tooth is killing me>; I've got <cc an awful toothache>; my <as gums are swollen>; my <as jaw hurts>; I <cc can't chew on the left side>; I <as broke a tooth>
        short: tooth
        feels: throbbing; sharp; constant; pounding; sensitive; like a nerve; shooting
        with: fever; swelling; jaw pain; ear pain; headache; trouble swallowing; discharge; bleeding gums; swollen glands; bad breath
        worse: chewing; cold drinks; hot food; I bite down; lying down; sweets; air
        better: clove oil; ice; salt water rinses; numbing gel; chewing on the other side
        diagnosis: a dental abscess; a cavity; gum disease; temporomandibular joint disorder; an impacted wisdom tooth; a cracked tooth
        exam: swollen gum; no facial swelling; tender to tapping; jaw opens fully; no neck swelling; a visible cavity
        """;
}
