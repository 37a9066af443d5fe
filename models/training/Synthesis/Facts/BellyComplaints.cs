namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Complaints of belly, bladder and pelvis.</summary>
internal static class BellyComplaints
{
    public const string Text = """
        abdominal pain
        noun: abdominal pain; stomach pain; belly pain; stomach cramps; a bad tummy ache; pain in my stomach
        says: my <cc stomach has been hurting>; my <cc belly hurts>; my <cc stomach's been killing me>; I've been <cc doubled over with cramps>; there's <as a pain in my side>; my <cc gut is in knots>
        short: stomach pain
        feels: crampy; burning; sharp; dull; gnawing; like a knot; colicky; like waves; stabbing; achy
        with: nausea; vomiting; diarrhea; constipation; fever; blood in the stool; weight loss; bloating; poor appetite; heartburn; burning with urination; jaundice
        worse: eating; greasy food; I eat; spicy food; moving around; stress; milk; pressing on it; after meals
        better: antacids; a heating pad; lying curled up; going to the bathroom; fasting; ginger tea; bland food
        diagnosis: gastritis; gallstones; irritable bowel syndrome; gastroenteritis; a peptic ulcer; appendicitis; diverticulitis; a stomach bug
        exam: abdomen is soft; tender in the right upper quadrant; no rebound; epigastric tenderness; bowel sounds are normal; no guarding; mild distension; no masses

        heartburn
        noun: heartburn; acid reflux; really bad heartburn; a burning in my chest after I eat; indigestion
        says: my <cc reflux is back>; I get this <as burning in my throat>; I've been waking up with <as acid in my mouth>; I have <cc terrible indigestion>; everything I eat <as comes back up>; my <cc stomach acid is out of control>
        short: heartburn
        feels: burning; sour; acidic; like fire; worse at night; like a lump in my throat; gassy
        with: nausea; trouble swallowing; cough; hoarseness; weight loss; blood in the stool; chest pain; bloating; vomiting; bad breath; hiccups; sore throat
        worse: coffee; tomato sauce; lying down; big meals; chocolate; I lie down after dinner; wine; bending over; spicy food
        better: antacids; milk; sleeping with my head up; smaller meals; chewing gum; sitting upright
        diagnosis: gastroesophageal reflux disease; acid reflux; a hiatal hernia; functional dyspepsia; esophagitis; GERD
        exam: abdomen soft and nontender; mild epigastric tenderness; no masses; no organomegaly; normal bowel sounds; throat looks normal

        diarrhea
        noun: diarrhea; really bad diarrhea; loose stools; the runs; an upset stomach; watery stools
        says: I've been <cc running to the toilet>; I <cc can't stay off the toilet>; my <cc stomach's been upset>; everything <cc goes right through me>; I've had <cc the runs>; I've been <cc going ten times a day>
        short: diarrhea
        feels: watery; loose; urgent; foul smelling; explosive; like water; mucousy
        with: fever; vomiting; blood in the stool; abdominal pain; weight loss; nausea; dizziness; chills; poor appetite; excessive thirst; muscle aches; bloating
        worse: dairy; eating; coffee; greasy food; I eat anything; stress; fruit juice; antibiotics
        better: plain rice; not eating; toast; bananas; clear fluids; anti-diarrhea tablets
        diagnosis: viral gastroenteritis; food poisoning; irritable bowel syndrome; traveler's diarrhea; lactose intolerance; a bacterial infection; colitis
        exam: abdomen soft; hyperactive bowel sounds; mild diffuse tenderness; mucous membranes are dry; no rebound or guarding; skin turgor is normal

        constipation
        noun: constipation; bad constipation; trouble going to the bathroom; bowel trouble; hard stools
        says: I'm <cc so constipated>; I <cc haven't gone in days>; I <cc can't go to the bathroom>; I'm <cc all backed up>; my <cc bowels just won't move>; I've been <cc straining on the toilet>
        short: constipation
        feels: hard; like rocks; painful; full; blocked; bloated; incomplete
        with: abdominal pain; bloating; blood in the stool; nausea; weight loss; poor appetite; vomiting; cold intolerance; fatigue; back pain
        worse: travel; pain pills; cheese; not drinking enough; I travel; sitting all day; iron tablets
        better: prune juice; fiber; walking; stool softeners; warm water; more vegetables
        diagnosis: functional constipation; medication-related constipation; slow transit constipation; irritable bowel syndrome; an underactive thyroid; dehydration
        exam: abdomen mildly distended; stool palpable on the left; no tenderness; soft belly; bowel sounds present; no hernia; no fissure

        nausea
        noun: nausea; constant nausea; nausea and vomiting; a queasy stomach; morning sickness
        says: I feel <cc sick to my stomach>; I've been <cc so nauseous>; I <cc can't keep anything down>; I feel like <cc throwing up> all the time; I've been <cc feeling queasy>; I've been <cc throwing up>
        short: nausea
        feels: constant; in waves; worst in the morning; like motion sickness; churning; sudden
        with: vomiting; abdominal pain; diarrhea; fever; headache; dizziness; poor appetite; weight loss; heartburn; constipation; irregular periods; dark urine
        worse: strong smells; eating; riding in the car; mornings; I smell food; greasy food; moving my head
        better: ginger; crackers; lying still; fresh air; cold drinks; small meals; peppermint
        diagnosis: gastroenteritis; early pregnancy; gastroparesis; a medication side effect; a stomach virus; gastritis; vestibular migraine
        exam: abdomen is benign; no tenderness; mucous membranes moist; no nystagmus; slightly tender upper belly; no jaundice

        urinary burning
        noun: burning when I pee; pain when I urinate; burning with urination; a bladder infection; trouble with my bladder
        says: it <cc burns when I pee>; it <cc stings when I go>; it <cc hurts to pee>; I think I have <as another bladder infection>; I've got <as this burning down there>; it's <cc on fire when I go to the bathroom>
        short: burning
        feels: burning; stinging; sharp; constant; like razor blades; only at the end; like acid
        with: frequent urination; urgency; blood in the urine; fever; flank pain; vaginal discharge; chills; pelvic pain; nausea; back pain; incontinence; getting up at night to urinate
        worse: the end of urinating; sex; holding it; coffee; I hold it too long; citrus; soda
        better: drinking lots of water; cranberry juice; a warm bath; a heating pad; emptying often
        diagnosis: a urinary tract infection; cystitis; a bladder infection; interstitial cystitis; pyelonephritis; urethritis; a yeast infection
        exam: no flank tenderness; suprapubic tenderness; abdomen is soft; no costovertebral angle tenderness; tender over the bladder; temperature normal to touch

        frequent urination
        noun: frequent urination; bladder problems; an overactive bladder; a weak bladder
        says: I <cc pee all the time>; I'm <cc up all night to pee>; I <cc have to go every half hour>; I <cc can't sit through a movie without going>; I'm <cc in the bathroom constantly>; I <cc keep running to the bathroom>
        short: bladder trouble
        feels: urgent; constant; worse at night; like I never empty it; sudden; annoying
        with: burning with urination; excessive thirst; incontinence; getting up at night to urinate; trouble urinating; weight loss; blood in the urine; urgency; pelvic pain; leg swelling; fever
        worse: coffee; cold weather; beer; I drink tea; running water; the evening; nerves
        better: cutting back on fluids; avoiding caffeine; going before bed; pads; less soda
        diagnosis: overactive bladder; benign prostatic hyperplasia; an enlarged prostate; type 2 diabetes; a urinary tract infection; urge incontinence
        exam: abdomen soft; bladder not distended; prostate smooth and enlarged; no tenderness; no pelvic mass; reflexes are normal

        irregular periods
        noun: irregular periods; heavy periods; problems with my period; bleeding between periods; a missed period
        says: my <cc periods are all over the place>; my <as period won't stop>; I've been <as bleeding for weeks>; I <as missed two periods>; my <as periods have gotten really heavy>; I've been <as spotting>
        short: periods
        feels: heavy; clotty; crampy; unpredictable; painful; light; different every month
        with: pelvic pain; heavy bleeding; weight gain; hot flashes; fatigue; hair loss; dizziness; vaginal discharge; breast lump; fever; nausea; cold intolerance
        worse: exercise; stress; the first two days; I miss my pill; travel; lifting
        better: a heating pad; rest; the pill; hot baths; raspberry tea
        diagnosis: polycystic ovary syndrome; uterine fibroids; perimenopause; endometriosis; anovulatory bleeding; an ovarian cyst; a hormone imbalance
        exam: abdomen soft; uterus slightly enlarged; no adnexal tenderness; cervix looks normal; no active bleeding; thyroid normal

        flank pain
        noun: flank pain; pain in my side; pain in my flank; kidney pain; a stabbing pain in my back and side
        says: my <cc side is killing me>; I've got <cc this terrible pain in my side>; my <cc kidney hurts>; the pain is <cc right under my ribs>; I think it's <as another kidney stone>; it <cc hurts from my back to my groin>
        short: side pain
        feels: sharp; coming in waves; colicky; stabbing; deep; constant; excruciating
        with: blood in the urine; nausea; vomiting; fever; chills; burning with urination; frequent urination; abdominal pain; leg pain; dark urine; trouble urinating
        worse: moving; riding in the car; tapping on it; I cough; dehydration; sitting still
        better: walking around; a hot bath; pain pills; drinking water; a hot water bottle
        diagnosis: kidney stones; a kidney infection; pyelonephritis; a muscle strain; a kidney stone; shingles
        exam: tender over the right flank; costovertebral angle tenderness on the left; abdomen soft; no rebound; no rash; bowel sounds normal

        rectal bleeding
        noun: rectal bleeding; blood when I wipe; blood in my stool; bleeding from behind; hemorrhoids
        says: I saw <cc blood in the toilet>; there was <cc bright red blood on the paper>; I've been <cc bleeding when I go>; my <as hemorrhoids are acting up>; I've had <cc some bleeding down there>; there's <cc blood in the bowl>
        short: bleeding
        feels: bright red; dark; painless; itchy; on and off; only on the paper; a few drops
        with: abdominal pain; constipation; diarrhea; weight loss; dizziness; fatigue; itching; fever; poor appetite; blood in the stool; shortness of breath; nausea
        worse: straining; sitting for long; hard stools; spicy food; I strain; lifting; long drives
        better: sitz baths; fiber; stool softeners; cream; wipes; more water
        diagnosis: hemorrhoids; an anal fissure; diverticular bleeding; internal hemorrhoids; a colon polyp; colitis
        exam: small external hemorrhoid; no masses on rectal exam; abdomen nontender; a fissure at six o'clock; stool is brown; no active bleeding
        """;
}
