using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>
/// Several facts of one complaint among things that do not matter. {a} is a symptom that there is, {b} one that there is not; not every story
/// has every fact.
/// </summary>
internal static class StoryPhrases
{
    public static Phrases All { get; } = new(
        "~um it's <quality {feel}>, about {score}, and it started <onset {when}>.",
        "It started <onset {when}>, it's <quality {feel}>, and <worse {worse}> makes it worse.",
        "Well, it's been <onset {length}>, it's {score} most days, and <better {better}> helps a little.",
        "I've had it for <onset {length}>, and it's <quality {feel}> ~tail.",
        "<worse {worse}> makes it worse and <better {better}> makes it better, and it's {score}.",
        "It's <quality {feel}>, it gets worse with <worse {worse}>, and I've had it for <onset {length}>.",
        "So I was at my [sister's|daughter's|neighbor's] for dinner when it started, that must have been <onset {when}>, and since then I've had <a {a}> too, but no <b {b}>.",
        "At first I blamed the [mattress|weather|new job|dog], but it's been <onset {length}> now and there's ~some <a {a}> with it.",
        "I was [carrying groceries|cleaning the garage|on the train|watching TV] <onset {when}> and all of a sudden there it was. It's <quality {feel}>, and <better {better}> is the only thing that helps.",
        "My [wife|husband|mother] looked it up and said to ask you. No <b {b}>, if that's what you want to know, but there is <a {a}>.",
        "The first few days I just ignored it. Then came the <a {a}>, and now it's {score} [on bad days|at night|most of the time].",
        "It's hard with the kids at home, you know. <worse {worse}> sets it off, and then I need <better {better}> before it settles.",
        "I told my boss I'd be fine, but it's <quality {feel}>, and with <worse {worse}> it gets really bad. There hasn't been any <b {b}>.",
        "Let me think. <onset {when}> it began, I remember because of the [birthday party|football game|storm], and it went up to {score}.",
        "We were on [vacation|the road|a boat|our way home] when I noticed <a {a}>, and the rest came after. No <b {b}> so far.",
        "Usually I'd wait, but it's been <onset {length}>, I get <a {a}>, and [the weekend is coming|I have a trip coming up|my mother is worried].",
        "You know me, I don't complain. It's <quality {feel}>, maybe {score}, no <b {b}>, nothing like that.",
        "The neighbor drove me here. It's been like this <onset {since}>, <better {better}> helps, <worse {worse}> doesn't.",
        "If I had to sum it up, <quality {feel}>, since about <onset {length}> ago, worse with <worse {worse}>.",
        "I kept a list. It began <onset {when}>. It's <quality {feel}>. I've had <a {a}>. I haven't had <b {b}>. And <better {better}> helps.");
}
