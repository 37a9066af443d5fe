using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Questions about symptoms and their answers. {a}, {b}, {c} are symptoms; what is marked is quoted.</summary>
internal static class SymptomPhrases
{
    public static Phrases Ask { get; } = new(
        "[~so] any <a {a}>?", "[~so] have you had [any|] <a {a}>?", "[~so] have you noticed [any|] <a {a}>?", "[~so] what about <a {a}>?",
        "[~so] do you [have|get] [any|] <a {a}>?", "[~so] any <a {a}> ~lately?", "[~so] have you experienced [any|] <a {a}>?", "<a {a}>?",
        "[~so] how about <a {a}>?", "[~so] has there been any <a {a}>?", "Are you having [any|] <a {a}>?", "Did you have <a {a}> ~lately?", "And <a {a}>?",
        "[~so] do you ever have <a {a}>?", "Have you been bothered by <a {a}> ~lately?",
        "[~so] I want to ask about <a {a}>. [Any of that|Have you had that]?", "Any <a {a}> that you've noticed?",
        "[~so] tell me about <a {a}>, do you get that?", "[~so] is <a {a}> an issue?", "[~so] <a {a}> at all?", "[~so] ever get <a {a}>?",
        "[~so] I'd like to know if you've had <a {a}>.", "[~so] any sign of <a {a}>?");

    /// <summary>Only where the answer is no: a yes could mean both.</summary>
    public static Phrases AskExpectingNo { get; } = new(
        "[~so] no <a {a}>?", "You haven't had any <a {a}>, have you?", "And no <a {a}>, right?", "I assume no <a {a}>?", "No <a {a}> ~lately?",
        "You don't have any <a {a}>, do you?", "I take it there's no <a {a}>?", "So far no <a {a}>, is that right?", "And you've had no <a {a}>?",
        "There hasn't been any <a {a}>, has there?");

    public static Phrases AskDoing { get; } = new(
        "[~so] have you been {a}?", "[~so] are you {a} [at all|]?", "[~so] have you been {a} ~lately?", "[~so] were you {a} [at all|at any point]?",
        "Do you find yourself {a}?", "Have you noticed yourself {a}?", "Any {a}?", "[~so] did you end up {a}?", "[~so] were there times you were {a}?",
        "[~so] has it happened that you were {a}?", "[~so] do you keep {a}?");

    public static Phrases AskTwo { get; } = new(
        "[~so] any <a {a}> or <b {b}>?", "[~so] have you had [any|] <a {a}> or <b {b}>?", "[~so] <a {a}> or <b {b}>?",
        "[~so] do you have [any|] <a {a}> or <b {b}> ~lately?", "[~so] any <a {a}>, any <b {b}>?", "Have you noticed [any|] <a {a}> or [any|] <b {b}>?",
        "[~so] what about <a {a}> or <b {b}>?", "[~so] <a {a}>? <b {b}>?", "[~so] any <a {a}> with it, or <b {b}>?",
        "[~so] has there been <a {a}> or maybe <b {b}>?", "[~so] either <a {a}> or <b {b}>?", "[~so] I was wondering about <a {a}> and <b {b}>.",
        "[~so] do you ever get <a {a}>, or <b {b}>?");

    public static Phrases AskThree { get; } = new(
        "[~so] any <a {a}>, <b {b}> or <c {c}>?", "[~so] have you had [any|] <a {a}>, <b {b}>, or <c {c}> ~lately?", "[~so] <a {a}>, <b {b}>, <c {c}>?",
        "[~so] any <a {a}>? <b {b}>? <c {c}>?", "I'm going to run through a few things. Any <a {a}>, <b {b}>, <c {c}>?",
        "Do you have <a {a}>, <b {b}>, anything like that, or <c {c}>?", "[~so] have any of these been a problem, <a {a}>, <b {b}>, <c {c}>?",
        "[~so] let me go down the list. <a {a}>? <b {b}>? <c {c}>?", "[~so] what about things like <a {a}>, <b {b}> or <c {c}>?",
        "Have you noticed <a {a}>, maybe <b {b}>, perhaps <c {c}>?");

    public static Phrases Yes { get; } = new(
        "~yes.", "~yes.", "~yes.", "~um ~yes.", "~yes, [mostly|mainly] [at night|in the morning|after meals|when I'm tired|at work|in the evenings].",
        "~yes, ~because.", "~yes, [a couple of times|every day|once or twice|on and off|now and again|most days].",
        "Yes, [it comes and goes|that's been bad|I do get that].", "I think so, yes.", "Well, yes, [but not much|a little bit|come to think of it].",
        "~yes, that's [one of the worst parts|been bothering me the most|actually new].", "I have been, yes.", "That I have, yes.");

    public static Phrases YesRepeating { get; } = new(
        "~um yes, some <a {a}>.", "Yes, ~some <a {a}>, [mostly|mainly] [at night|in the morning|after meals|in the evenings].", "~um <a {a}>, yes.",
        "Yeah, ~some <a {a}>, ~because.", "I do have <a {a}>.", "I've had <a {a}>, yes.", "<a {a}>, yeah, [a little|a lot|sometimes].",
        "A bit of <a {a}>, yes.", "Funny you ask, I have had ~some <a {a}>.");

    public static Phrases No { get; } = new(
        "~no.", "~no.", "~no.", "~no.", "~um ~no.", "~no, [I'm fine there|nothing like that|that's all fine|I've been lucky there].",
        "No, [I don't|I haven't|never had that|I can't say I have].", "~no, but my [sister|neighbor|boss|husband] had that last [week|month|year].",
        "Not [this time|so far|that I recall|really].", "No, doctor.", "I haven't, no.", "No, and I [checked|would have noticed|hope it stays that way].");

    public static Phrases NoRepeating { get; } = new(
        "No <a {a}>.", "~um no <a {a}>.", "No, no <a {a}>.", "No, I haven't had any <a {a}>.", "I don't have <a {a}>, no.", "No <a {a}>, thank goodness.",
        "No <a {a}> at all.", "Nope, no <a {a}> ~lately.", "I wouldn't say <a {a}>, no.", "Never any <a {a}>.");

    public static Phrases Neither { get; } = new(
        "No, neither.", "Neither.", "No, none of that.", "Nope, none of those.", "No to both.", "No and no.", "No, nothing like that.", "~no.",
        "Neither of those.", "I haven't had either one.", "None of the above.", "No, [I've been okay|all good] [there|that way].");

    public static Phrases NoneOfThree { get; } = new(
        "No, none of that.", "None of those.", "No, no, and no.", "No, nothing like that.", "~no.", "None.", "No, none of them.",
        "No to all of [those|that].");

    public static Phrases Both { get; } = new(
        "Yes, both.", "Both, actually.", "Both.", "Yeah, I've had both.", "Yes to both.", "Unfortunately both.", "A little of both.",
        "Yes, I get both of those.");

    public static Phrases FirstOnly { get; } = new(
        "<a {a}> yes, but no <b {b}>.", "Some <a {a}>, no <b {b}>.", "Just the <a {a}>.", "Only <a {a}>.", "Yes, <a {a}>, but not <b {b}>.",
        "The first one, yes. The other, no.", "I've had <a {a}>. No <b {b}>.", "<a {a}>, yeah. <b {b}>, no.", "Well, <a {a}>, but I haven't had any <b {b}>.",
        "A little <a {a}>, but that's it.");

    public static Phrases SecondOnly { get; } = new(
        "No <a {a}>, but I do have <b {b}>.", "Just <b {b}>, no <a {a}>.", "Just the <b {b}>.", "Only <b {b}>.", "Not <a {a}>, but <b {b}>, yes.",
        "No to the first, yes to the second.", "<a {a}> no, <b {b}> yes.", "<b {b}>, yes. <a {a}>, no.", "No <a {a}>. Some <b {b}> though.",
        "I wouldn't say <a {a}>, but <b {b}>, definitely.");

    public static Phrases LastOfThree { get; } = new(
        "Just the <c {c}>.", "Only <c {c}>.", "No to those, but I have had <c {c}>.", "Just <c {c}>, not the others.",
        "<c {c}>, yes, but none of the others.", "I do get <c {c}>, nothing else.", "Well, <c {c}>. Not the rest.", "The only one of those is <c {c}>.",
        "None of that except <c {c}>.", "<c {c}> is the only thing.", "Not the first two, but I've noticed <c {c}>.", "I'd say just <c {c}>.");

    public static Phrases FirstOfThree { get; } = new(
        "Just the <a {a}>.", "Only the <a {a}>.", "<a {a}>, yes, but not the others.", "Just <a {a}>. No <b {b}> and no <c {c}>.",
        "Yes to <a {a}>, no to the rest.", "Some <a {a}>, but no <b {b}> or <c {c}>.", "The <a {a}>, yes. Not the rest.", "Of those, only <a {a}>.",
        "<a {a}> I do have, the others no.", "I've had <a {a}>, nothing else on that list.");

    public static Phrases Volunteer { get; } = new(
        "I've also had ~some <a {a}>.", "There's ~some <a {a}> too.", "I noticed ~some <a {a}> as well.", "Oh, and I've had <a {a}> ~lately.",
        "And I get <a {a}> [with it|too|sometimes].", "It comes with <a {a}>.", "I've been having <a {a}> [on top of that|as well|too].",
        "The <a {a}> is [what worries me|getting to me|the worst part].", "Along with that I have <a {a}>.", "I should mention the <a {a}>.",
        "And then there's the <a {a}>.", "Something else I noticed is <a {a}>.", "Since then I've had <a {a}> too.", "What scares me is the <a {a}>.",
        "It brought on <a {a}> as well.");

    public static Phrases VolunteerClause { get; } = new(
        "~um {clause}.", "And {clause} [too|as well|sometimes].", "Oh, and {clause}.", "{clause} ~tail.", "Another thing, {clause}.", "{clause}, ~because.",
        "Also, {clause}.", "I don't know if it matters, but {clause}.", "Sometimes {clause}.");

    public static Phrases VolunteerNo { get; } = new(
        "I haven't had any <a {a}>.", "No <a {a}> though.", "I don't have <a {a}>.", "But no <a {a}>.", "I've never had <a {a}> with it.",
        "There's no <a {a}> [though|at least|or anything].", "At least there's no <a {a}>.", "It's not like I have <a {a}> or anything.",
        "I've not had <a {a}>.", "Without any <a {a}>, [thankfully|luckily].", "I don't get <a {a}> with it.", "Nothing like <a {a}> so far.",
        "No sign of <a {a}>.", "I'd have told you if there was <a {a}>, but there isn't.");

    public static Phrases VolunteerNoMany { get; } = new(
        "No <a {a}>, no <b {b}>.", "I haven't had <a {a}> or <b {b}>.", "There's been no <a {a}> and no <b {b}>.",
        "But no <a {a}>, no <b {b}>, nothing like that.", "I don't have any <a {a}> or <b {b}>.", "I've had neither <a {a}> nor <b {b}>.",
        "Thankfully no <a {a}> and no <b {b}> either.", "It's not as if there was any <a {a}>, or <b {b}>.", "As for <a {a}> or <b {b}>, nothing.",
        "No <a {a}>. No <b {b}> either.");

    public static Phrases VolunteerTwo { get; } = new(
        "I've also had <a {a}> and <b {b}>.", "There's been <a {a}> and some <b {b}>.", "<a {a}> and <b {b}>, too.", "I get <a {a}>, and then <b {b}>.",
        "It's the <a {a}> and the <b {b}> that bother me.", "On top of it I've got <a {a}> and <b {b}>.",
        "What comes along with it is <a {a}>, and also <b {b}>.", "I noticed <a {a}>, then <b {b}> started as well.",
        "My [wife|husband|mother] noticed the <a {a}>, and there's some <b {b}>.", "Since then I've been getting <a {a}>, sometimes <b {b}>.");

    public static Phrases Anything { get; } = new(
        "[~so] any other symptoms?", "[~so] have you noticed anything else?", "[~so] anything else [along with|that goes with] it?",
        "[~so] what other symptoms have you had?", "Does anything else come with it?", "[~so] what else have you noticed?", "Any associated symptoms?");

    public static Phrases Correct { get; } = new(
        "Actually, ~wait I did have <a {a}> [last week|once|the other day].", "Wait, I take that back, I have had <a {a}>.",
        "Hmm, now that I think of it, there was <a {a}>.", "Sorry, about the <a {a}>, I did have that [on ~day|once].",
        "Oh, hang on, there was some <a {a}> the other week.", "I said no before, but I did notice <a {a}>.",
        "You know what, scratch that, I have been having <a {a}>.", "Well, come to think of it, a bit of <a {a}>, yes.");

    public static Phrases Summary { get; } = new(
        "So you have {a}, but no {b}.", "Okay, so {a}, no {b}. [Did I get that right|Is that right]?",
        "Let me [repeat that|make sure I have this]. {a}, but not {b}.", "So to summarize, {a} but no {b}.", "Alright, so there's {a}, and you deny {b}.",
        "Just to be clear, {a}, yes, {b}, no.", "So far I have {a}, without any {b}.", "If I understand you right, there's {a} but there's no {b}.",
        "I'm writing down {a}, and no {b}.");
}
