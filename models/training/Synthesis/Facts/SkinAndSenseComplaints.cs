namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Complaints of skin, eyes, ears and nerves.</summary>
internal static class SkinAndSenseComplaints
{
    public const string Text = """
        rash
        noun: a rash; an itchy rash; this rash; a skin rash; red spots on my skin; a rash on my arms
        says: my <cc skin broke out>; I've <cc broken out in a rash>; I'm <cc covered in spots>; my <cc skin is all red and itchy>; I woke up with <cc these red bumps>; there's <as something on my skin>
        short: rash
        feels: itchy; red; blistering; burning; scaly; bumpy; dry; spreading; raised; sore
        with: itching; fever; joint pain; hives; mouth sores; shortness of breath; swelling; muscle aches; sore throat; discharge; headache
        worse: heat; scratching; hot showers; sweat; wool; I sweat; sunlight; new detergent
        better: cold compresses; lotion; an oatmeal bath; hydrocortisone cream; staying cool; loose clothes
        diagnosis: contact dermatitis; eczema; hives; shingles; psoriasis; a drug reaction; ringworm; poison ivy
        exam: red patches on the forearms; no blisters; scaly plaques on the elbows; no mucosal lesions; raised welts on the trunk; a cluster of vesicles; no signs of infection

        itching
        noun: itching; itchy skin; this terrible itch; itching all over; an itchy scalp
        says: I'm <cc itchy all over>; I <cc can't stop scratching>; my <cc skin is driving me crazy>; I <cc itch like mad>; I've been <cc scratching myself raw>; my <cc scalp itches>
        short: itching
        feels: constant; worst at night; like bugs crawling; prickly; intense; burning; on and off
        with: rash; dry skin; jaundice; hives; weight loss; fever; fatigue; dark urine; night sweats; swelling; hair loss
        worse: hot showers; night time; heat; dry air; I get warm; soap; sweating
        better: moisturizer; cool showers; antihistamines; cotton clothes; menthol cream; ice
        diagnosis: dry skin; scabies; eczema; an allergic reaction; cholestasis; urticaria; dermatitis
        exam: scratch marks on the arms; dry skin; no rash; no jaundice; burrows between the fingers; scalp is flaky; no hives

        skin lump
        noun: a lump; a lump under my skin; a mole that changed; a bump on my back; a growth on my skin; a boil
        says: I <cc found a lump>; this <as mole looks different>; there's <cc a bump on my neck>; I've got <as this thing on my back>; it's this <as spot that's been growing>; I have <as a sore that won't heal>
        short: lump
        feels: soft; hard; painless; tender; growing; round; itchy; dark
        with: discharge; redness; fever; weight loss; night sweats; itching; warmth; swollen glands; fatigue; bruising
        worse: touching it; shaving; clothes rubbing; I press on it; squeezing it; the sun
        better: warm compresses; leaving it alone; a bandage; ice; nothing so far
        diagnosis: a lipoma; an epidermal cyst; an abscess; basal cell carcinoma; a seborrheic keratosis; a dysplastic nevus; a reactive lymph node
        exam: a soft mobile lump; no redness; an irregular border; two centimeters across; tender and warm; a central punctum; no enlarged nodes

        ear pain
        noun: an earache; ear pain; pain in my left ear; pain in my right ear; an ear infection; a clogged ear
        says: my <cc ear hurts>; my <cc left ear hurts>; my <cc right ear is killing me>; my <cc ear is killing me>; my <cc ear feels plugged>; I <as can't hear out of my left ear>; my <cc ear's been throbbing>; I've got <as water in my ear>
        short: ear
        feels: throbbing; sharp; dull; full; plugged; like pressure; popping; stabbing
        with: hearing loss; ear discharge; fever; runny nose; dizziness; jaw pain; sore throat; ringing in the ears; cough; headache; stuffy nose
        worse: chewing; lying on it; I lie down; swallowing; flying; pulling on it; wind
        better: warm compresses; ear drops; sleeping on the other side; yawning; cotton; pain relievers
        diagnosis: acute otitis media; otitis externa; ear wax impaction; an ear infection; swimmer's ear; eustachian tube dysfunction; a perforated eardrum
        exam: eardrum is red and bulging; canal is swollen; wax in the right ear; fluid behind the eardrum; no mastoid tenderness; left ear clear; light reflex normal

        eye irritation
        noun: a red eye; pink eye; eye pain; an itchy eye; eye irritation; a gritty eye
        says: my <cc eye is all red>; my <cc eyes are burning>; I woke up and my <as eye was glued shut>; something's <as stuck in my eye>; my <cc eye won't stop watering>; my <as eyelid is swollen>
        short: eye
        feels: gritty; burning; itchy; like sand; sore; scratchy; dry; sharp
        with: eye discharge; blurred vision; light sensitivity; itchy eyes; headache; runny nose; fever; swelling; sneezing; eye redness
        worse: bright light; contact lenses; rubbing; screens; wind; I blink; pollen
        better: cold compresses; eye drops; closing it; sunglasses; rinsing; taking out my contacts
        diagnosis: conjunctivitis; allergic conjunctivitis; a stye; dry eye; a corneal abrasion; blepharitis; bacterial conjunctivitis
        exam: conjunctiva is red; pupils react normally; no foreign body; yellow discharge; vision is intact; a small abrasion on the cornea; lids swollen

        hearing loss
        noun: hearing loss; trouble hearing; ringing in my ears; a blocked ear; bad hearing
        says: I <cc can't hear well>; my <cc hearing is going>; everything <cc sounds muffled>; my <as ears keep ringing>; my wife says <as I don't hear a thing>; I <cc turn the TV up too loud>
        short: hearing
        feels: muffled; gradual; on one side; like cotton in my ear; sudden; high pitched; constant
        with: ringing in the ears; dizziness; ear pain; ear discharge; headache; balance problems; stuffy nose; facial pain; weakness; fever
        worse: crowded rooms; the phone; background noise; I'm tired; loud music; quiet rooms
        better: turning my head; headphones; looking at people's lips; nothing; white noise
        diagnosis: presbycusis; ear wax impaction; noise-induced hearing loss; sudden sensorineural hearing loss; tinnitus; age-related hearing loss
        exam: both canals blocked with wax; eardrums normal; Rinne test normal; whisper test reduced on the left; no nystagmus; Weber goes to the right

        dizziness
        noun: dizziness; dizzy spells; vertigo; lightheadedness; spinning spells
        says: I've been <cc getting dizzy>; the <cc room keeps spinning>; I feel <cc lightheaded> all the time; I'm <cc so dizzy>; I feel <cc like I'm on a boat>; everything <cc spins when I roll over>
        short: dizziness
        feels: spinning; lightheaded; brief; like being drunk; woozy; unsteady; swaying; off balance
        with: hearing loss; ringing in the ears; nausea; vomiting; fainting; palpitations; headache; blurred vision; weakness; falls; ear pain; trouble speaking
        worse: rolling over in bed; standing up; turning my head; I look up; bending over; getting up fast; busy patterns
        better: lying still; closing my eyes; sitting down; holding on to something; water; moving slowly
        diagnosis: benign positional vertigo; orthostatic hypotension; vestibular neuritis; Meniere disease; dehydration; labyrinthitis; a vestibular migraine
        exam: Dix-Hallpike positive on the right; gait is steady; no nystagmus; nystagmus to the left; coordination normal; ears are clear; Romberg negative

        numbness
        noun: numbness; tingling; numbness in my feet; tingling in my hands; pins and needles; numb feet
        says: my <cc feet are numb>; my <cc legs tingle>; I <cc can't feel my toes>; my <cc arm goes dead>; my <as face felt numb>; I get <cc pins and needles> all the time
        short: numbness
        feels: tingling; burning; dead; like walking on cotton; prickly; electric; cold; patchy
        with: weakness; back pain; balance problems; neck pain; falls; trouble speaking; blurred vision; bladder or bowel problems; muscle cramps; headache; weight loss; excessive thirst
        worse: night time; sitting; crossing my legs; cold; I sit too long; tight shoes; walking
        better: moving; rubbing it; standing up; warm socks; changing position; shaking it
        diagnosis: peripheral neuropathy; diabetic neuropathy; vitamin B twelve deficiency; a pinched nerve; carpal tunnel syndrome; sciatica; a transient ischemic attack
        exam: reduced sensation to the ankles; reflexes absent at the ankles; strength is full; vibration reduced in the toes; monofilament test normal; gait normal; no weakness

        tremor
        noun: a tremor; shaking; shaky hands; a shake in my hand; trembling
        says: my <cc hands shake>; my <cc hand won't stop shaking>; I <as spill my coffee>; my <cc handwriting's gotten so shaky>; I've got <cc the shakes>; my <as head bobs>
        short: shaking
        feels: fine; coarse; constant; at rest; on one side; fast; mild
        with: weakness; balance problems; weight loss; palpitations; memory problems; falls; sweating; trouble swallowing; heat intolerance; morning stiffness; trouble speaking
        worse: stress; coffee; holding a cup; I'm nervous; writing; being watched; anger
        better: a glass of wine; rest; keeping busy; holding it down; sleep; relaxing
        diagnosis: essential tremor; Parkinson disease; an overactive thyroid; a medication side effect; a physiologic tremor; anxiety
        exam: resting tremor of the right hand; no rigidity; fine tremor of the outstretched hands; gait is normal; finger to nose is intact; reduced arm swing; thyroid not enlarged
        """;
}
