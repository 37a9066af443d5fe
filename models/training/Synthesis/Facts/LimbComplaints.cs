namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Complaints of back, joints, arms and legs.</summary>
internal static class LimbComplaints
{
    public const string Text = """
        back pain
        noun: back pain; low back pain; pain in my lower back; a bad back; this backache; back spasms
        says: my <cc back is killing me>; my <cc lower back hurts>; I <cc threw my back out>; my <cc back went out> on me; I <cc can hardly stand up straight>; my <cc back's been acting up>
        short: back pain
        feels: aching; sharp; stabbing; dull; like a spasm; shooting; tight; burning; like a toothache; stiff
        with: leg pain; numbness; tingling; weakness; bladder or bowel problems; fever; weight loss; night sweats; morning stiffness; flank pain; balance problems
        worse: bending; lifting; sitting; I sit too long; standing; coughing; twisting; driving; getting out of bed
        better: heat; ice; stretching; walking; lying on my side; a hot shower; massage; rest
        diagnosis: lumbar strain; sciatica; a herniated disc; degenerative disc disease; a muscle spasm; spinal stenosis; mechanical back pain
        exam: paraspinal tenderness; straight leg raise is negative; strength is normal in both legs; reflexes are symmetric; positive straight leg raise on the right; limited flexion; no midline tenderness

        knee pain
        noun: knee pain; pain in my right knee; pain in my left knee; a bad knee; a swollen knee; knee trouble
        says: my <cc knee hurts>; my <cc left knee hurts>; my <cc right knee's been acting up>; my <cc right knee is killing me>; I <as twisted my knee>; my <cc knee keeps giving out>; my <cc left knee swelled up>; I <as banged up my knee>
        short: knee
        feels: aching; sharp; grinding; stiff; throbbing; like bone on bone; dull; swollen; clicking
        with: swelling; locking; instability; redness; fever; morning stiffness; warmth; calf pain; numbness; weakness; bruising
        worse: stairs; kneeling; I go down stairs; squatting; running; standing up from a chair; walking; cold weather
        better: ice; rest; elevation; a brace; keeping it up; staying off it; a knee sleeve
        diagnosis: osteoarthritis; a meniscal tear; patellofemoral pain syndrome; a ligament sprain; gout; bursitis; an MCL sprain
        exam: mild effusion; joint line tenderness; full range of motion; ligaments are stable; crepitus with movement; no redness; positive McMurray test; negative drawer test

        shoulder pain
        noun: shoulder pain; pain in my left shoulder; pain in my right shoulder; a frozen shoulder; a sore shoulder
        says: my <cc shoulder hurts>; my <cc left shoulder hurts>; my <cc right shoulder's been killing me>; I <cc can't lift my arm>; my <cc shoulder's been killing me>; I <cc hurt my shoulder>; I <cc can't reach behind my back>; my <cc shoulder aches all night>
        short: shoulder
        feels: aching; sharp; dull; catching; deep; pinching; stiff; burning; throbbing
        with: weakness; numbness; neck pain; tingling; swelling; chest pain; fever; locking; redness; arm pain; instability
        worse: reaching overhead; I lie on it; lifting; throwing; combing my hair; putting on a coat; sleeping on that side
        better: ice; rest; heat; a sling; keeping it still; gentle stretching; massage
        diagnosis: rotator cuff tendinitis; adhesive capsulitis; impingement syndrome; a rotator cuff tear; bursitis; shoulder arthritis; a frozen shoulder
        exam: pain with abduction; limited external rotation; grip strength is normal; tender over the biceps tendon; positive impingement sign; no deformity; full passive motion

        neck pain
        noun: neck pain; a stiff neck; pain in my neck; a crick in my neck; neck and shoulder pain
        says: my <cc neck is so stiff>; I <cc can't turn my head>; my <cc neck hurts>; I <cc slept wrong on my neck>; my <cc neck's locked up>; I woke up and <cc couldn't move my neck>
        short: neck
        feels: stiff; aching; sharp; tight; like a spasm; burning; pulling; knotted
        with: numbness; tingling; weakness; headache; fever; dizziness; arm pain; blurred vision; balance problems; shortness of breath; muscle aches
        worse: turning my head; looking down; computer work; I look up; driving; stress; sleeping on my stomach
        better: heat; massage; a soft pillow; stretching; rest; a hot shower
        diagnosis: cervical strain; a pinched nerve; cervical radiculopathy; torticollis; muscle tension; whiplash; cervical arthritis
        exam: tender over the trapezius; reduced rotation to the left; reflexes intact; no midline tenderness; strength normal in the arms; negative Spurling test

        hip pain
        noun: hip pain; pain in my hip; a bad hip; groin pain; a sore hip
        says: my <cc hip hurts>; my <cc right hip hurts>; my <cc hip is giving me trouble>; I <cc can't sleep on my hip>; my <cc left hip is killing me>; I <cc limp by the end of the day>; there's <cc a pain deep in my groin>
        short: hip
        feels: aching; deep; sharp; stiff; grinding; dull; burning on the outside
        with: morning stiffness; leg pain; numbness; weakness; fever; back pain; locking; falls; weight loss; swelling
        worse: walking; getting in the car; lying on that side; stairs; I cross my legs; putting on socks; standing
        better: rest; a cane; heat; lying on the other side; swimming; sitting down
        diagnosis: hip osteoarthritis; trochanteric bursitis; a labral tear; hip arthritis; a muscle strain; referred back pain
        exam: limited internal rotation; tender over the greater trochanter; gait is antalgic; leg lengths equal; no deformity; strength is intact

        ankle injury
        noun: a sprained ankle; ankle pain; a twisted ankle; an ankle injury; a swollen ankle
        says: I <cc twisted my ankle>; I <cc rolled my ankle>; my <cc ankle blew up like a balloon>; I <cc can't put weight on my foot>; I <cc came down wrong on my ankle>; I <cc hurt my ankle> stepping off the curb
        short: ankle
        feels: throbbing; sharp; tender; swollen; stiff; wobbly; sore
        with: swelling; bruising; numbness; instability; redness; warmth; tingling; calf pain; fever
        worse: walking; putting weight on it; stairs; I stand on it; turning it in; the evening
        better: ice; elevation; a wrap; rest; crutches; keeping it up
        diagnosis: an ankle sprain; a lateral ligament sprain; a possible fracture; a high ankle sprain; tendinitis; a grade two sprain
        exam: swelling over the outer ankle; tender below the lateral malleolus; no bony tenderness; pulses intact; bruising on the foot; able to bear weight; anterior drawer negative

        foot pain
        noun: foot pain; heel pain; pain in my big toe; a sore foot; pain in the bottom of my foot
        says: my <cc foot hurts>; my <cc left foot hurts>; my <cc right foot is killing me>; my <cc heel is killing me>; my <as big toe is red and swollen>; I <cc can't walk on my foot in the morning>; my <as toe is so sore I can't stand the sheet on it>; my <as feet burn at night>
        short: foot
        feels: stabbing; burning; throbbing; sharp; like stepping on a nail; aching; hot
        with: swelling; redness; numbness; tingling; fever; warmth; calf pain; joint pain; morning stiffness; weakness; bruising
        worse: the first steps in the morning; walking barefoot; standing; running; I get up; tight shoes; beer
        better: rest; ice; good shoes; stretching; inserts; elevation
        diagnosis: plantar fasciitis; gout; a stress fracture; peripheral neuropathy; a bunion; a heel spur; Achilles tendinitis
        exam: tender at the heel; big toe is red and swollen; pulses are good; sensation reduced in the toes; no ulcers; arch is normal; no bony tenderness

        wrist pain
        noun: wrist pain; hand pain; numb hands; pain in my wrist; numb fingers
        says: my <cc wrist hurts>; my <as hands go numb>; my <as fingers fall asleep>; I <as keep dropping things>; my <as hand tingles all night>; I <as fell on my wrist>
        short: wrist
        feels: tingling; aching; numb; burning; sharp; like electricity; stiff; weak
        with: numbness; tingling; weakness; swelling; neck pain; morning stiffness; redness; joint swelling; muscle cramps; fever
        worse: typing; night time; gripping; driving; I hold the phone; knitting; using tools
        better: shaking it out; a splint; rest; ice; hanging it off the bed; stretching
        diagnosis: carpal tunnel syndrome; tendinitis; De Quervain tenosynovitis; a wrist sprain; a ganglion cyst; a scaphoid fracture; arthritis of the thumb
        exam: Tinel sign positive; Phalen test positive; grip slightly weak; no swelling; tender over the thumb side; normal pulses; no muscle wasting

        joint pain
        noun: joint pain; achy joints; pain in all my joints; stiff hands; arthritis pain
        says: my <cc joints ache>; all my <cc joints hurt>; my <cc hands are so stiff in the morning>; my <cc arthritis is acting up>; I <cc can't make a fist>; I <cc hurt all over>
        short: joint pain
        feels: aching; stiff; throbbing; burning; deep; swollen; on both sides
        with: morning stiffness; joint swelling; fever; rash; fatigue; weight loss; dry mouth; mouth sores; hair loss; muscle aches; itchy eyes; redness
        worse: mornings; damp weather; cold; using my hands; I overdo it; rest; gripping
        better: moving around; warm water; heat; gentle exercise; gloves; anti-inflammatories
        diagnosis: rheumatoid arthritis; osteoarthritis; lupus; fibromyalgia; psoriatic arthritis; a viral arthritis; polymyalgia rheumatica
        exam: swelling of the knuckles; no joint swelling; tender wrists on both sides; full fists; nodules at the elbows; no rash; hands are warm

        leg swelling
        noun: leg swelling; swollen legs; swelling in my ankles; swollen feet; a swollen leg
        says: my <cc legs are swollen>; my <cc ankles look like tree trunks>; my <cc feet swell up> by the evening; I <cc can't get my shoes on>; my <cc left leg is twice the size>; my <cc socks leave deep marks>
        short: swelling
        feels: tight; heavy; painless; worst at night; throbbing; soft; achy
        with: shortness of breath; calf pain; chest pain; redness; weight gain; warmth; cough; fatigue; getting up at night to urinate; poor appetite; palpitations
        worse: standing; long flights; salty food; the end of the day; hot weather; I sit at my desk; sitting
        better: elevation; compression socks; lying down; water pills; walking; less salt
        diagnosis: venous insufficiency; heart failure; a deep vein thrombosis; lymphedema; a medication side effect; kidney disease; cellulitis
        exam: pitting edema to the knees; no calf tenderness; left calf larger than the right; skin is intact; varicose veins; lungs clear; pulses present
        """;
}
