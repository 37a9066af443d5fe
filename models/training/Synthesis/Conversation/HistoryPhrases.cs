using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Since when, how bad, what it is like, what changes it.</summary>
internal static class HistoryPhrases
{
    public static Phrases About { get; } = new(
        "[~so] let's [start with|talk about] the {short}.", "[~so] tell me [more|a bit more] about the {short}.", "Okay, the {short} first.",
        "Now [about|going back to] the {short}.", "[~so] what about the {short}?", "And the {short}, how is that going?",
        "[~so] tell me about that {short} [some more|].");

    public static Phrases AskOnset { get; } = new(
        "[~so] when did [it|this|that|the {short}] start?", "[~so] how long has [it|this|that|the {short}] been going on?",
        "[~so] how long have you had [it|this|that|the {short}]?", "When did you first notice [it|this|the {short}]?", "[~so] since when?",
        "[~so] how long [now|ago]?", "[~so] when did all this begin?", "[~so] has this been going on for long?", "How many days are we talking about?",
        "[~so] what day did [it|this] start?", "[~so] when was the first time?", "[~so] and that started when?",
        "[~so] how long has the {short} been [bothering you|a problem]?", "[~so] is [it|this] new?");

    public static Phrases OnsetLength { get; } = new(
        "~um ~around <onset {length}> [now|ago|].", "For ~around <onset {length}> [now|].", "It's been [going on|there] for ~around <onset {length}>.",
        "I've had it for ~around <onset {length}>.", "<onset {length}>.", "It's been <onset {length}> ~tail.", "~um I'd say ~around <onset {length}> ~tail.",
        "Must be ~around <onset {length}> by now.", "Oh, [at least|more than|over|not even] <onset {length}>.", "~around <onset {length}>, ~because.",
        "On and off for <onset {length}>.", "It's hard to say, ~around <onset {length}>, I guess.", "Going on <onset {length}> now.",
        "This [has been|is] [going on|happening] for the last <onset {length}>.", "It'll be <onset {length}> [tomorrow|this week|soon].",
        "I've been dealing with it for <onset {length}>.", "We're talking <onset {length}>.", "Oh gosh, <onset {length}>, at least.");

    public static Phrases OnsetWhen { get; } = new(
        "~um it started <onset {when}>.", "<onset {when}>.", "~um <onset {when}>.", "I first noticed it <onset {when}> ~tail.",
        "It all began <onset {when}>, ~because.",
        "~um <onset {when}>, [when I was at work|out of the blue|while I was watching TV|after dinner|when I got up].", "It came on <onset {when}>.",
        "I'd say it started <onset {when}> ~tail.", "I was fine before, it started <onset {when}>.", "I remember it clearly, it was <onset {when}>.",
        "<onset {since}> ~tail.", "Ever <onset {since}>.", "It's been there <onset {since}>.", "~um I think <onset {since}>.",
        "The first time was <onset {when}>.", "I can tell you exactly, <onset {when}>.", "Out of the blue, <onset {when}>.",
        "I noticed something <onset {when}> but thought nothing of it.");

    public static Phrases OnsetCorrected { get; } = new(
        "~um ~around {wrong}, ~wait <onset {length} ago>.", "It started {wrong} ago, ~wait it was <onset {length} ago>.",
        "For {wrong}, ~wait <onset {length}>.", "{wrong}. ~wait <onset {length}>.", "About {wrong} ago, let me think, no, more like <onset {length} ago>.",
        "I'd say {wrong}, ~wait <onset {length}> ~tail.", "I told the nurse {wrong}, but really it's been <onset {length}>.",
        "My wife says {wrong}, but it was <onset {length} ago>.", "It must be {wrong}, hmm, no, that was the other thing, <onset {length}>.",
        "{wrong}, maybe? No, it's <onset {length}> now, I counted.");

    public static Phrases OnsetVolunteered { get; } = new(
        "It's been going on for ~around <onset {length}>.", "I've had it for ~around <onset {length}> now.", "It began <onset {when}>.",
        "It started <onset {when}>, ~because.", "[It's|This has] been <onset {length}> now.", "I thought it would go away, but it's been <onset {length}>.",
        "Anyway, it started <onset {when}>.", "I've been putting up with it for <onset {length}>.", "I waited <onset {length}> before I called you.",
        "It's been bothering me <onset {since}>.", "It came out of nowhere <onset {when}>.", "Mind you, it only started <onset {when}>.");

    public static Phrases AskSeverity { get; } = new(
        "[~so] on a scale of [1|one|zero] to [10|ten], how [bad|severe] is [it|the {short}]?",
        "How would you rate [it|the {short}] [from|on a scale from] [1 to 10|one to ten|zero to ten]?", "[~so] how bad [is it|does it get], out of [10|ten]?",
        "How severe is [it|that], [one to ten|zero to ten]?", "[~so] if [10|ten] is the worst [pain|] you can imagine, where are you [now|]?",
        "[~so] how bad is it?", "[~so] can you give me a number for [it|that]?", "[~so] one to ten?", "[~so] how much does it bother you, from one to ten?",
        "What number would you give it [right now|today|at its worst]?", "How strong is it on a scale of [1 to 10|one to ten]?");

    public static Phrases Severity { get; } = new(
        "~um I'd say {score}.", "~um ~around {score}.", "{score}.", "Probably {score} [right now|today|].", "It's {score} ~tail.",
        "[At its worst|On a bad day|At night] it's {score}.", "Maybe {score}, ~because.", "I'd give it {score}.", "Oh, easily {score}.",
        "{score}, [I think|I guess|maybe].", "Like {score}.", "Hmm, {score}, but I have a high pain tolerance.", "It depends, but [usually|mostly] {score}.",
        "If ten is the worst, {score}.", "Right now {score}, earlier it was worse.", "I'd put it at {score}.",
        "On a normal day it's {score}, I can live with that.", "Hard to put a number on it, {score} perhaps.");

    public static Phrases SeverityCorrected { get; } = new(
        "{wrong}, ~wait {score}.", "~um {wrong}. ~wait {score}.", "I'd say {wrong}, hmm, no, {score}.", "It was {wrong} at first, but now it's {score}.",
        "About {wrong}, ~wait {score} today.", "I'd have said {wrong} yesterday, today it's {score}.", "{wrong}, hmm, that's too [low|high], {score}.",
        "It used to be {wrong}, now I'd say {score}.", "Not {wrong}, more like {score}.");

    public static Phrases AskQuality { get; } = new(
        "[~so] how would you describe [it|the {short}]?", "[~so] what does it feel like?", "[~so] what is it like?",
        "[~so] can you describe [it|the {short}] [for me|]?", "How does it feel [exactly|]?", "[~so] tell me what it's like.",
        "[~so] in your own words, what's it like?", "[~so] what sort of feeling is it?", "[~so] how would you put it into words?",
        "[~so] is there a word for how it feels?", "[~so] describe it to me.");

    public static Phrases Quality { get; } = new(
        "~um it's <quality {feel}>.", "~um it's kind of <quality {feel}>.", "<quality {feel}>, [mostly|mainly|I guess|usually].",
        "I'd call it <quality {feel}>.", "It feels <quality {feel}> ~tail.", "<quality {feel}>.", "It's really <quality {feel}>, ~because.",
        "More <quality {feel}> than anything.", "~um it's sort of <quality {feel}> ~tail.", "It started out mild, but now it's <quality {feel}>.",
        "Hard to describe. <quality {feel}>, I suppose.");

    public static Phrases QualityVolunteered { get; } = new(
        "It's <quality {feel}>, [honestly|doc|really].", "And it's <quality {feel}>.", "It feels <quality {feel}> when I get it.",
        "The thing is, it's <quality {feel}>, ~because.", "I'd say it's <quality {feel}> most of the time.",
        "What bothers me is that it's so <quality {feel}>.", "It's been <quality {feel}> the whole time.", "I can only describe it as <quality {feel}>.",
        "It was fine in the beginning, now it's <quality {feel}>.");

    public static Phrases AskWorse { get; } = new(
        "[~so] does anything make it worse?", "[~so] what makes [it|the {short}] worse?",
        "[~so] anything that [brings it on|sets it off|aggravates it|triggers it]?", "[~so] when is it worst?",
        "Have you noticed [any triggers|what triggers it]?", "Is there anything that makes the {short} worse?", "[~so] what brings it on?",
        "Does it get worse with anything?", "[~so] are there things that make it flare up?", "[~so] what seems to set it off?",
        "[~so] does it bother you more at certain times?", "[~so] what should you rather not do with it?");

    public static Phrases Worse { get; } = new(
        "~um <worse {worse}> makes it worse.", "It gets worse with <worse {worse}>.", "[Mainly|Mostly] <worse {worse}>.", "<worse {worse}>.",
        "~um <worse {worse}> [really|] [sets it off|brings it on|does it].", "I'd say <worse {worse}> ~tail.", "It's worse with <worse {worse}>.",
        "<worse {worse}>, definitely.", "Whenever there's <worse {worse}>, it flares up.", "~um I've noticed <worse {worse}> is the worst, ~because.",
        "I try to avoid <worse {worse}>, that makes it so much worse.", "<worse {worse}> is [murder|awful|the worst|no good].",
        "It doesn't like <worse {worse}>.", "You should see me after <worse {worse}>, then it's really bad.");

    public static Phrases WorseWhen { get; } = new(
        "~um it gets worse when <worse {worse}>.", "When <worse {worse}>.", "[Mainly|Mostly] when <worse {worse}>.", "It's worse when <worse {worse}> ~tail.",
        "It hurts more when <worse {worse}>.", "Every time <worse {worse}>.", "If <worse {worse}>, it [comes right back|gets really bad].",
        "It's the worst when <worse {worse}>, ~because.");

    public static Phrases AskBetter { get; } = new(
        "[~so] does anything help?", "[~so] what makes it better?", "[~so] anything that [helps|eases it|relieves it]?", "Have you tried anything for it?",
        "[~so] what have you tried?", "What do you do when it's bad?", "Is there anything that makes the {short} better?", "Does anything take the edge off?",
        "[~so] have you found anything that helps?", "[~so] is there something that gives you relief?", "[~so] what do you do about it?",
        "[~so] what have you been doing for it at home?", "How do you get it to settle down?");

    public static Phrases Better { get; } = new(
        "~um <better {better}> helps [a bit|a little|some|].", "It's better with <better {better}>.", "<better {better}> seems to help.",
        "<better {better}> [takes the edge off|makes it better|eases it].", "[Just|Only|Mostly] <better {better}>.", "<better {better}>.",
        "I'd say <better {better}> ~tail.", "The only thing that helps is <better {better}>.",
        "I've tried all kinds of things, but only <better {better}> helps.", "<better {better}> helps for a while, then it comes back.",
        "If I do <better {better}>, it settles.", "I get some relief from <better {better}>.", "<better {better}>, that's about all that works.",
        "<better {better}> calms it down.", "My sister told me to try <better {better}>, and that does help.");

    public static Phrases NothingHelps { get; } = new(
        "No, nothing [really|] helps.", "Nothing [so far|really|].", "Not really.", "Nothing I've tried.", "No, I've tried everything.", "I wish.");

    public static Phrases NothingWorsens { get; } = new(
        "Not really.", "No, not that I've noticed.", "Not particularly.", "I can't think of anything.", "No, it's always the same.");
}
