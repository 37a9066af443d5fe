using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>
/// What the patient takes. {n}, {d} and {f} are name, dose and frequency, {num} the dose without its unit; in lists of several the mark and the
/// values carry the place in the list.
/// </summary>
internal static class MedicationPhrases
{
    public static Phrases Ask { get; } = new(
        "[~so] what medications are you taking?", "[~so] are you on any medications?", "[~so] any medicines at the moment?",
        "[~so] remind me what you take [regularly|].", "[~so] what medicines do you take?", "[~so] let's go over your medications.",
        "[~so] what are you taking [right now|currently|these days|at home]?",
        "[~so] do you take any [medicine|medication|pills|tablets] [every day|regularly|]?",
        "[~so] can you tell me your [current|] [meds|medications|medicines]?", "[~so] which pills are you on?",
        "[~so] I need to update your medication list. What are you taking?", "Did you bring your [medication list|pill bottles]?",
        "[~so] are you still on the same medications?", "[~so] do you take anything [on a regular basis|daily|for that]?",
        "Any prescription or over the counter medicines?", "[~so] what about medications?", "[~so] meds?", "[~so] walk me through your medicines.",
        "[~so] what prescriptions are you on?", "Is there anything you take every day, pills, drops, anything?",
        "[~so] your medication list, what's on it now?", "[~so] have your medicines changed since last time?", "[~so] let's talk about your pills.");

    public static Phrases AskMore { get; } = new(
        "[~so] anything else?", "[~so] what else?", "[~so] any other medicines?", "Is that all?", "[~so] and what else do you take?",
        "[~so] any vitamins or supplements?", "Anything over the counter?", "[~so] that's it?", "[~so] any inhalers or [creams|eye drops|shots]?",
        "Next one?");

    public static Phrases None { get; } = new(
        "No, I don't take <no anything>.", "<no Nothing>.", "<no None>.", "~um <no nothing> [at all|regularly|right now].", "I'm not on <no anything>.",
        "No, <no no medications>.", "<no No medicines>.", "I don't take <no any pills>.", "<no Not taking anything>.",
        "No, <no none>, I don't like [pills|taking things].", "I try to stay away from pills, so <no nothing>.", "<no No pills> of any kind.",
        "At the moment <no nothing>.", "<no Not a thing>.", "I take <no no medicine>.", "Nope, <no no meds>.");

    public static Phrases NoMore { get; } = new(
        "No, that's [it|all|everything].", "That's it.", "That's all of them.", "Nope, that's the list.", "No, nothing else.", "That's plenty, isn't it?",
        "I think that's everything.");

    /// <summary>The medicine whole, as one span.</summary>
    public static IReadOnlyList<string> Full { get; } =
    [
        "<m# {n#} {d#} {f#}>", "<m# {n#} {d#} {f#}>", "<m# {n#} {d#} {f#}>", "<m# {n#}, {d#}, {f#}>", "<m# {n#} {d#}, {f#}>", "<m# {d#} of {n#} {f#}>",
        "<m# {n#} {f#}, {d#}>", "<m# {n#} {num#} {f#}>", "<m# {n#}, {num#}, {f#}>", "<m# {n#} {num#}, {f#}>", "<m# {d#} of {n#}, {f#}>",
        "the <m# {n#} {d#} {f#}>", "my <m# {n#}, {d#} {f#}>", "<m# {n#} at {d#} {f#}>",
    ];

    public static IReadOnlyList<string> WithoutFrequency { get; } =
    [
        "<m# {n#} {d#}>", "<m# {n#}, {d#}>", "<m# {d#} of {n#}>", "<m# {n#} {num#}>", "the <m# {n#} {d#}>",
    ];

    public static IReadOnlyList<string> WithoutDose { get; } = ["<m# {n#} {f#}>", "<m# {n#}, {f#}>", "my <m# {n#} {f#}>", "the <m# {n#}, {f#}>"];

    public static IReadOnlyList<string> NameOnly { get; } = ["<m# {n#}>", "the <m# {n#}>", "my <m# {n#}>", "some <m# {n#}>"];

    public static Phrases TellOne { get; } = new(
        "~um I take {m1}.", "~um I'm on {m1}.", "I'm taking {m1} [right now|at the moment|].", "{m1}.", "~um {m1} ~tail.", "[Yes|Yeah|Sure], {m1}.",
        "[Just|Only] {m1}.", "Let me see, {m1}.", "There's {m1}.", "I've been on {m1} [for years|since last year|for a while].", "They have me on {m1}.",
        "I use {m1}.", "My [other doctor|cardiologist|last doctor] put me on {m1}.",
        "{m1}, for my [blood pressure|cholesterol|nerves|stomach|sugar|back|heart|thyroid|sleep|knees].",
        "Well, for my [blood pressure|cholesterol|nerves|stomach|sugar|back|heart|thyroid|sleep] I take {m1}.", "It says here {m1}.",
        "I've got it written down, {m1}.", "I still take {m1}, when I remember.", "The bottle says {m1}.", "In the cabinet there's {m1}.",
        "What I take is {m1}, for as long as I can remember.",
        "I've got {m1}, [the doctor in the hospital started it|it was my last doctor's idea|it's been great].", "Every [day|week] it's the same, {m1}.",
        "The only thing is {m1}.", "She gave me {m1} last time.", "If I had to name one, {m1}.");

    public static Phrases TellNext { get; } = new(
        "~um and {m1}.", "And {m1}.", "Also {m1}.", "{m1}.", "Then {m1}.", "Oh, and {m1}.", "There's also {m1}.", "I also take {m1}.",
        "And then there's {m1}.", "Plus {m1}.", "And I almost forgot, {m1}.",
        "And {m1}, for my [blood pressure|cholesterol|nerves|stomach|sugar|back|heart|allergies].",
        "~um {m1}, that's [a newer one|the last one|the big one].", "Next is {m1}.", "Then they added {m1}.", "{m1} as well.",
        "Recently they started me on {m1}.", "{m1}, too.", "And what else, {m1}.", "My cardiologist also wants me on {m1}.");

    public static Phrases TellTwo { get; } = new(
        "~um I take {m1} and {m2}.", "{m1} and {m2}.", "I'm on {m1}, and {m2}.", "There's {m1}, and then {m2}.", "[Just|Only] {m1} and {m2}.", "{m1}, {m2}.",
        "{m1}. And {m2}.", "~um {m1}, plus {m2} ~tail.", "Besides {m1}, I take {m2}.");

    public static Phrases TellThree { get; } = new(
        "~um {m1}, {m2}, and {m3}.", "I take {m1}, {m2} and {m3}.", "Let me see. {m1}. {m2}. And {m3}.", "There's {m1}, then {m2}, and {m3} ~tail.",
        "{m1}, {m2}, {m3}.", "I've got a list. {m1}, {m2}, and {m3}.");

    /// <summary>In one turn, but not in one span.</summary>
    public static Phrases Scattered { get; } = new(
        "I take <n {n1}>, that's <d {d1}>, I take it <f {f1}>.", "<n {n1}>. It's the <d {d1}> one, <f {f1}>.",
        "They gave me <n {n1}>, I think it's <d {d1}>, and I take that <f {f1}>.", "I'm on <n {n1}>, <d {d1}>, which I usually take <f {f1}>.",
        "<f {f1}> I take my <n {n1}>, the <d {d1}> ones.", "My <n {n1}>, well, the dose is <d {d1}>, and I have it <f {f1}>.");

    public static Phrases SelfCorrected { get; } = new(
        "~um <m <n {n1}> {wrong}, ~wait <rest {d1} {f1}>>.", "I take <m <n {n1}>, {wrong}, ~wait <rest {d1}, {f1}>>.",
        "<m <n {n1}> {wrong}, ~wait it's <rest {d1} {f1}>>.", "I'm on <m <n {n1}> {wrong}. ~wait <rest {d1} {f1}>>.",
        "It's <m <n {n1}> {wrong} {f1}, ~wait <rest {d1} {f1}>>.", "My <m <n {n1}> is {wrong}, ~wait <rest {d1} {f1}>>.",
        "That would be <m <n {n1}>, I take {wrong}, ~wait <rest {d1} {f1}>>.", "<m <n {n1}> {wrong}, or was it, yes, <rest {d1} {f1}>>.",
        "They raised my <m <n {n1}> from {wrong}, so now it's <rest {d1} {f1}>>.");

    public static Phrases NameCorrected { get; } = new(
        "I take {other}, ~wait <m {n1} {d1} {f1}>.", "It's called {other}. ~wait <m {n1}, {d1} {f1}>.",
        "{other}, no, that's my husband's. Mine is <m {n1} {d1} {f1}>.", "I was on {other}, but they switched me to <m {n1} {d1} {f1}>.",
        "I used to take {other}. Now it's <m {n1} {d1} {f1}>.", "I take, what's it called, {other}, ~wait <m {n1} {d1} {f1}>.",
        "They switched me from {other} to <m {n1} {d1} {f1}>.", "Not the {other} anymore, it's <m {n1}, {d1}, {f1}> now.",
        "At first it was {other}, these days <m {n1} {d1} {f1}>.");

    public static Phrases NameFirst { get; } = new(
        "~um I take <n {n1}>.", "<n {n1}>.", "I'm on <n {n1}>.", "There's <n {n1}>, for [one|sure|starters].", "~um <n {n1}>, I think it's called.",
        "Something called <n {n1}>.", "They have me on <n {n1}>.", "My <n {n1}>, of course.");

    public static Phrases AskDose { get; } = new(
        "[~so] what dose?", "[~so] how much [of that|do you take|]?", "What strength is it?", "[~so] do you know the dose?", "What's the dose on that?",
        "[~so] at what dose?", "Which strength?");

    public static Phrases Dose { get; } = new(
        "~um <d {d1}>.", "<d {d1}>.", "I think it's <d {d1}>.", "<d {d1}>, [I believe|I think|if I remember right].", "The <d {d1}> one.", "It's <d {d1}>.",
        "Let me look. <d {d1}>.", "<d {num1}>.", "It was less before, but now it's <d {d1}>.");

    public static Phrases DoseAndFrequency { get; } = new(
        "<d {d1} {f1}>.", "~um <d {d1}>, <f {f1}>.", "<d {d1}, {f1}>.", "It's <d {d1}>, and I take it <f {f1}>.", "I take <d {d1} {f1}>.", "<d {num1} {f1}>.",
        "The label says <d {d1}>, to be taken <f {f1}>.", "<d {d1}>, and that's <f {f1}>.", "One dose is <d {d1}>, I have that <f {f1}>.",
        "I was told <d {d1} {f1}>.");

    public static Phrases AskFrequency { get; } = new(
        "[~so] how often?", "[~so] how often do you take [it|that]?", "And when do you take it?", "[~so] once a day?", "How many times a day?",
        "Do you take that every day?", "And how do you take it?", "[~so] what time do you take it?", "[~so] is that every day?", "How is that one taken?",
        "[~so] and the schedule?");

    public static Phrases Frequency { get; } = new(
        "<f {f1}>.", "~um <f {f1}>.", "I take it <f {f1}>.", "Usually <f {f1}>.", "<f {f1}> ~tail.", "They told me <f {f1}>.",
        "It's supposed to be <f {f1}>.", "No, <f {f1}>.");

    public static Phrases FromChart { get; } = new(
        "[~so] I see you're on <m {n1} {d1} {f1}>. [Is that right|Still taking that|Correct]?", "It says here you take <m {n1} {d1} {f1}>.",
        "Are you still taking the <m {n1}, {d1} {f1}>?", "[~so] you're taking <m {n1} {d1} {f1}>, right?",
        "I have <m {n1} {d1} {f1}> on my list, [yes|correct]?", "And the <m {n1} {d1} {f1}>?", "Your chart lists <m {n1}, {d1}, {f1}>.");

    public static Phrases Confirm { get; } = new(
        "Yes.", "Yes, that's right.", "Yep, still on it.", "That's correct.", "Yes, I still take that.", "Right.", "Yeah, every time.", "Uh-huh, that one.",
        "Yes, that's the one.", "Yes, I am.", "Correct.", "Still taking it, yes.");

    public static Phrases FromChartParts { get; } = new(
        "[~so] you take <n {n1}> <d {d1}> {wrong}, right?", "I have you on <n {n1}>, <d {d1}>, {wrong}.",
        "It says <n {n1}> <d {d1}> {wrong}. Is that still right?", "Your list says <n {n1}>, <d {d1}>, {wrong}.",
        "Last time we had <n {n1}>, <d {d1}> {wrong}. Any change?", "The list from the pharmacy says <n {n1}> <d {d1}> {wrong}.",
        "You're supposed to be on <n {n1}>, <d {d1}>, {wrong}, yes?");

    public static Phrases CorrectFrequency { get; } = new(
        "No, it's <f {f1}> now.", "Actually I take it <f {f1}>.", "Not anymore. They changed it to <f {f1}>.", "Well, <f {f1}>, actually.", "No, <f {f1}>.",
        "I thought it was <f {f1}>. Yes, <f {f1}>.", "They told me to do it <f {f1}>.", "It used to be like that. Now <f {f1}>.",
        "Hmm, my bottle says <f {f1}>.", "Almost. It's <f {f1}>.");

    public static Phrases DescribeOnly { get; } = new(
        "There's that little white pill for my [heart|blood pressure|thyroid].", "I take the [yellow|blue|pink|round] one, I can't remember the name.",
        "Something for my [cholesterol|stomach|nerves], it starts with a [letter|vowel], I think.", "The water pill, whatever it's called.",
        "I've got a small capsule for my [bladder|joints|heart], the name is on the tip of my tongue.", "There is one more, my wife sorts them for me.",
        "The one the hospital started me on, starts with the same letter as my name.",
        "I take one for my [sugar|mood|cholesterol], don't ask me what it's called.");

    public static Phrases DescribeGuess { get; } = new(
        "Is that your <m {n1}, {d1} {f1}>?", "That would be the <m {n1} {d1} {f1}>.", "The <m {n1} {d1} {f1}>?", "I think you mean <m {n1} {d1} {f1}>.",
        "You mean the <m {n1}, {d1} {f1}>.", "According to the pharmacy that's <m {n1} {d1} {f1}>.", "Let me look it up. <m {n1} {d1} {f1}>?",
        "Could it be <m {n1}, {d1}, {f1}>?");

    public static Phrases Stopped { get; } = new(
        "I used to take {other}, but I stopped.", "I was on {other} before, not anymore.", "They took me off {other} last year.",
        "I tried {other} once, it didn't agree with me.", "I had {other} at home but I never took it.",
        "My last doctor wanted me on {other}, but I never filled it.", "I quit the {other} months ago.", "No more {other}, I stopped that.",
        "{other}? No, I stopped that one.", "The {other} ran out and I never refilled it.", "I gave up on {other}.",
        "{other} made me sick, so I don't take it anymore.");
}
