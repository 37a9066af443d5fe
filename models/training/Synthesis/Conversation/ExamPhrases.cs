using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Measurements, examination, what it is.</summary>
internal static class ExamPhrases
{
    public static Phrases LeadVitals { get; } = new(
        "[~so] let me check your vitals.", "[~so] let's look at your vital signs.", "[~so] the nurse took your vitals.",
        "Let me see what the nurse wrote down.", "I'm just going to take your blood pressure.", "Roll up your sleeve for me.", "Hold still for a second.");

    public static Phrases BloodPressure { get; } = new(
        "[~so] your <v blood pressure [today|] is {x} over {y}>.", "<v Blood pressure is {x} over {y}>.", "[~so] <v blood pressure {x} over {y}>.",
        "<v BP {x} over {y}>.", "[~so] your <v blood pressure was {x} over {y}> [when you came in|today|].",
        "I'm getting <v {x} over {y} for your blood pressure>.", "<v Blood pressure today, {x} over {y}>, [that's fine|a bit high|a little low|okay].",
        "Your <v pressure is {x} over {y}>.", "<v Blood pressure, {x} over {y}>.", "I measured a <v blood pressure of {x} over {y}>.",
        "The cuff shows a <v blood pressure of {x} over {y}>.", "We have a <v blood pressure here of {x} over {y}>.",
        "The nurse got <v {x} over {y} for blood pressure>.");

    public static Phrases BloodPressureCorrected { get; } = new(
        "Your <v <n blood pressure> is {w} over {y}, ~wait <r {x} over {y}>>.", "<v <n Blood pressure> {w}, ~wait <r {x} over {y}>>.",
        "<v <n Blood pressure> was {w} over {y}. ~wait <r {x} over {y}>>.", "I make the <v <n blood pressure> {w} over {y}, ~wait <r {x} over {y}>>.",
        "[~so] <v <n blood pressure> {w} over {y}, no, I misread that, <r {x} over {y}>>.", "Your <v <n pressure> is {w}, hold on, <r {x} over {y}>>.");

    public static Phrases Pulse { get; } = new(
        "[~so] your <v pulse is {x}>.", "<v Heart rate is {x}>.", "<v Pulse {x}>.", "[Your|] <v heart rate [today|] is {x}>.", "<v Pulse of {x}>.",
        "Your <v heart rate was {x}> [when you came in|].", "<v Heart rate, {x} beats per minute>.", "Your <v heart is going at {x}>.",
        "Your <v pulse comes in at {x}>.", "I count a <v pulse of {x}>.", "Your <v heart rate sits at {x} today>.");

    public static Phrases Temperature { get; } = new(
        "[~so] your <v temperature is {x}>.", "<v Temperature {x} {u}>.", "<v Temp is {x}>.", "Your <v temperature is {x} degrees>.", "<v Temperature {x}>.",
        "You have a <v temperature of {x}>.", "<v Temp {x}>, [no fever|that's a fever|okay].", "Your <v temperature today is {x} {u}>.",
        "The thermometer says a <v temperature of {x}>.", "You're running a <v temperature of {x} {u}>.", "No fever, <v temperature is {x}>.");

    public static Phrases Respiration { get; } = new(
        "<v Respiratory rate is {x}>.", "<v Respirations {x}>.", "Your <v breathing rate is {x}>.", "<v Respiratory rate {x}>.",
        "You're <v breathing {x} times a minute>.", "<v Respiratory rate of {x}>.", "I count <v respirations of {x}>.", "<v Breathing rate {x} per minute>.",
        "Your <v respiratory rate is at {x}>.");

    public static Phrases Oxygen { get; } = new(
        "[~so] your <v oxygen is {x} percent>.", "<v Oxygen saturation is {x} percent>.", "<v Sats are {x} percent>.",
        "<v Oxygen {x} percent> [on room air|].", "Your <v oxygen level is {x}>.", "<v Oxygen saturation {x} percent on room air>.",
        "<v Saturation of {x} percent>.", "<v Pulse ox is {x}>.", "<v Oxygen saturation at {x} percent>.", "You're <v at {x} percent oxygen>.",
        "Your <v sats are at {x}>.");

    public static Phrases Weight { get; } = new(
        "[~so] your <v weight is {x} {u}>.", "You <v weigh {x} {u}> [today|].", "<v Weight {x} {u}>.", "<v Weight today is {x} {u}>.",
        "You're <v at {x} {u} for weight>.", "We've got you at a <v weight of {x} {u}>.", "The scale shows a <v weight of {x} {u}>.",
        "Your <v weight came out at {x} {u}>.");

    public static Phrases Height { get; } = new(
        "Your <v height is {x}>.", "<v Height {x}>.", "You're <v {x} tall>.", "<v Height is {x}>.", "I have your <v height as {x}>.", "<v Height of {x}>.",
        "You <v measure {x}>.", "Your <v height comes to {x}>.");

    public static Phrases Glucose { get; } = new(
        "[~so] your <v sugar is {x}>.", "<v Blood glucose is {x}>.", "Your <v finger stick was {x}>.", "<v Blood sugar {x}>.",
        "<v Glucose of {x}> [this morning|today|].", "Your <v blood sugar today is {x}>.", "The meter shows a <v glucose of {x}>.",
        "You had a <v fasting sugar of {x}>.", "<v Blood sugar came back at {x}>.");

    public static Phrases ReactVitals { get; } = new(
        "[Is that good|Is that okay|Is that high]?", "Okay.", "That's better than last time.", "I was nervous.", "I rushed to get here.", "Hm, okay.",
        "I ran up the stairs.", "I had a big breakfast.", "My watch says something else.", "Is that normal for my age?", "I've been better.", "If you say so.");

    public static Phrases AnswerVitals { get; } = new(
        "It's fine.", "We'll keep an eye on it.", "It's a little off, nothing dramatic.", "That's right where I want it.", "Don't worry about it.",
        "We'll recheck it later.");

    public static Phrases LeadExam { get; } = new(
        "[~so] let me take a look.", "[~so] let me examine you.", "Hop up on the table for me.", "I'm going to have a listen.",
        "[~so] let's have a look at {place}.", "I'm going to check {place} now.", "Deep breath in. And out. Again.", "Tell me if this hurts.",
        "Open wide for me.", "Okay, I'm just going to press here.", "Look straight ahead for me.", "Can you lie back for me?",
        "I'll talk out loud while I examine you, for the notes.", "Follow my finger.", "Squeeze my hands.", "[~so] this might be a bit cold.");

    public static Phrases During { get; } = new(
        "Okay.", "Like this?", "Ow, [right there|that hurts a bit|a little].", "That's fine.", "Cold hands!", "Sure.", "Ah.", "Mm-hmm.", "It's okay.",
        "A bit tender.");

    public static Phrases One { get; } = new(
        "[~so] <a {a}>.", "<a {a}>.", "On exam, <a {a}>.", "I see <a {a}>.", "Okay, <a {a}>.", "[~so] what I find is <a {a}>.", "[~so] I notice <a {a}>.",
        "For the record, <a {a}>.", "Hmm, <a {a}>.", "Good. <a {a}>.",
        "Alright, <a {a}>, [that's good|nothing to worry about|let's keep an eye on that|good news].", "[~so] {place} first. <a {a}>.",
        "There is <a {a}>, I'd say.", "My exam shows <a {a}>.", "What stands out is <a {a}>.", "I'm noting <a {a}>.");

    public static Phrases Two { get; } = new(
        "[~so] <a {a}>, <b {b}>.", "<a {a}>. <b {b}>.", "On exam, <a {a}> and <b {b}>.", "Okay, <a {a}>, and <b {b}>.", "I find <a {a}>, also <b {b}>.",
        "<a {a}> and <b {b}>, [okay|good].", "Let me note that down. <a {a}>, <b {b}>.", "I can tell that <a {a}> and <b {b}>.",
        "Two things, <a {a}>, <b {b}>.", "The exam shows <a {a}> and <b {b}>.", "So <a {a}>, that's good, and <b {b}>.");

    public static Phrases Three { get; } = new(
        "<a {a}>, <b {b}>, <c {c}>.", "On exam, <a {a}>. <b {b}>. <c {c}>.", "[~so] <a {a}>, <b {b}>, and <c {c}>.",
        "Physical exam. <a {a}>. <b {b}>. <c {c}>.", "Okay, dictating. <a {a}>, <b {b}>. <c {c}>.", "Findings are <a {a}>, <b {b}>, <c {c}>.",
        "So, <a {a}>, then <b {b}>, and finally <c {c}>.", "What I see here is <a {a}>, <b {b}>, and <c {c}>.",
        "Examination today shows <a {a}>, <b {b}> and <c {c}>.");

    public static Phrases Diagnosis { get; } = new(
        "[~so] I think this is {x}.", "[~so] this looks like {x}.", "My impression is {x}.", "It's most likely {x}.", "[~so] what you have is {x}.",
        "I believe this is {x}.", "[~so] this is [probably|likely|most likely|almost certainly] {x}.", "Everything points to {x}.",
        "[~so] it sounds like {x} to me.", "I'm pretty sure it's {x}.", "The diagnosis is {x}.", "This is what we call {x}.",
        "[~so] with what you've told me, I'd say it's {x}.", "From what I see, you've got {x}.", "Assessment, {x}.", "I'd call this {x}.",
        "Your symptoms fit with {x}.", "[~so] we're dealing with {x}.", "I suspect {x}.", "It's consistent with {x}.", "If you ask me, that's {x}.",
        "The name for it is {x}.", "All of this adds up to {x}.", "In my opinion you have {x}.", "It turns out to be {x}.");

    public static Phrases DiagnosisNamed { get; } = new(
        "As for the {short}, I think it's {x}.", "The {short} is [probably|likely] {x}.", "And the {short}, that looks like {x}.",
        "For the {short}, my impression is {x}.", "When it comes to the {short}, I'd say {x}.", "Now the {short}. That's {x}, I'd say.",
        "About the {short}, this fits with {x}.", "The reason for the {short} is most likely {x}.", "I think {x} explains the {short}.",
        "Your {short} is from {x}.");

    public static Phrases Not { get; } = new(
        "I don't think it's {x}.", "I'm not worried about {x}.", "It doesn't look like {x}.", "[~so] this isn't {x}.",
        "It's not {x}, that would look different.", "I want to make sure you don't have {x}, but I doubt it.");

    public static Phrases React { get; } = new(
        "[Okay|Oh], [is that serious|is it contagious|what does that mean|what can I do about it]?", "Oh, [I see|okay|no|wow|that makes sense].",
        "I was afraid of that.", "That's what my [sister|wife|neighbor] said.", "Well, that's a relief.", "Alright, [so what now|what's next]?",
        "I looked that up online.", "Really? I thought it was something else.");

    public static Phrases Explain { get; } = new(
        "It's [very|quite|pretty] common, [and|but] we can [treat|manage] it.",
        "Don't worry, [it usually goes away on its own|we'll get you feeling better|we see this a lot].", "It means the area is inflamed.",
        "It's not dangerous, but it can be [annoying|uncomfortable|stubborn].", "We caught it early, which is good.",
        "It takes time, but most people get better.", "Let's talk about what to do.", "It's something we need to keep an eye on.",
        "I'll give you a handout that explains it.");
}
