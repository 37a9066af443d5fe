using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Habits, work and home; mood, sleep and thoughts of self-harm.</summary>
internal static class LifePhrases
{
    public static Phrases AskTobacco { get; } = new(
        "[~so] do you <q smoke>?", "[~so] are you a <q smoker>?", "[~so] any <q smoking>?", "[~so] do you <q smoke> or use tobacco?",
        "[~so] any <q tobacco> use?", "[~so] do you <q use tobacco>?", "<q Smoking>?", "[~so] do you <q smoke cigarettes>?", "Still not <q smoking>?",
        "[~so] have you ever been a <q smoker>?");

    public static Phrases Smokes { get; } = new(
        "~um <t {t}>.", "Yes, <t {t}>.", "I smoke <t {t}>.", "About <t {t}>, yes.", "I'm down to <t {t}>.", "Yeah, <t {t}>, I know I should quit.",
        "I'm trying to quit, but still <t {t}>.", "<t {t}> ~tail.", "Well, <t {t}>, since I was [sixteen|twenty|in the army].", "On a normal day, <t {t}>.",
        "I cut down, it's <t {t}> now.", "Guilty. <t {t}>.");

    public static Phrases SmokesNot { get; } = new(
        "~no.", "No, I <own don't smoke>.", "<own Never smoked>.", "I <own quit smoking> [years ago|in {year}|when my son was born|last year].",
        "No, <own never>.", "I <own used to smoke>, but not anymore.", "Nope, <own never smoked> in my life.",
        "I <own stopped smoking> [a long time ago|in {year}].", "<own Not a smoker>.", "No, can't stand the smell.");

    public static Phrases AskAlcohol { get; } = new(
        "[~so] do you drink <q alcohol>?", "[~so] how much <q alcohol> do you drink?", "[~so] any <q alcohol>?", "<q Alcohol>?",
        "[~so] what about <q alcohol>?", "[~so] do you have any <q alcohol> during the week?", "And <q alcohol> use?", "[~so] how about <q drinking>?",
        "How often do you have a <q drink>?");

    public static Phrases Drinks { get; } = new(
        "~um <t {t}>.", "<t {t}>.", "Maybe <t {t}>.", "I have <t {t}>.", "<t {t}> ~tail.", "Yes, <t {t}>.", "Not much, <t {t}>.", "I'd say <t {t}>.",
        "Just <t {t}>, nothing crazy.", "More since I retired, <t {t}>.", "If there's company, <t {t}>.", "On average <t {t}>.", "Only <t {t}>.");

    public static Phrases DrinksNot { get; } = new(
        "~no.", "No, I <own don't drink>.", "<own Never>.", "I <own quit drinking> [years ago|in {year}].", "<own No alcohol> at all.",
        "I <own don't touch alcohol>.", "Not a drop.", "I <own stopped drinking> when I got pregnant.", "No, it doesn't agree with me.");

    public static Phrases AskDrugs { get; } = new(
        "[~so] any <q recreational drugs>?", "[~so] do you use any <q drugs>?", "[~so] any <q street drugs>?", "<q Recreational drugs>?",
        "[~so] any other <q drug use>?", "[~so] do you use <q marijuana or other drugs>?", "[~so] anything like marijuana or other <q drugs>?",
        "[~so] <q recreational drug use>?", "[~so] do you take any <q drugs> that aren't prescribed?", "I have to ask, any <q drugs>?");

    public static Phrases UsesDrugs { get; } = new(
        "~um <t {t}>.", "Just <t {t}>.", "<t {t}>, that's all.", "I'll be honest, <t {t}>.", "Well, <t {t}>.", "<t {t}>, but nothing else.",
        "If that counts, <t {t}>.", "Only <t {t}>.", "I do use <t {t}>.");

    public static Phrases AskWork { get; } = new(
        "[~so] what do you do for work?", "[~so] what kind of work do you do?", "[~so] are you working [right now|at the moment|]?", "[~so] what do you do?",
        "Where do you work?", "[~so] what's your job?", "[~so] do you work?", "Remind me what you do for a living.", "[~so] how's work?");

    public static Phrases Works { get; } = new(
        "I'm <t {t}>.", "I work as <t {t}>.", "~um I'm <t {t}> [at the hospital|downtown|part time|these days|].",
        "I've been <t {t}> for [years|ten years|a long time].", "<t {t}>.", "I'm <t {t}>, so I'm on my feet all day.", "Still <t {t}>.",
        "I used to sit in an office, now I'm <t {t}>.", "Oh, I'm <t {t}>, it's busy this time of year.", "My job? I'm <t {t}>.",
        "For twenty years now I'm <t {t}>.", "I got hired as <t {t}>.");

    public static Phrases WorksNot { get; } = new(
        "I'm <own retired>.", "I'm <own retired> [now|since {year}|].", "I'm <own unemployed> [right now|at the moment].", "I'm <own on disability>.",
        "I'm <own between jobs>.", "I <own stay home with the kids>.", "<own Retired>.", "I <own just lost my job>.", "I'm <own on maternity leave>.");

    public static Phrases AskHome { get; } = new(
        "[~so] who do you live with?", "[~so] who's at home with you?", "[~so] do you live alone?", "[~so] what's your living situation?",
        "[~so] is there anybody at home [who can help you|with you]?", "Who lives with you?", "[~so] how are things at home?");

    public static Phrases LivesWith { get; } = new(
        "I live with <t {t}>.", "With <t {t}>.", "It's me and <t {t}>.", "<t {t}>.", "Just <t {t}> and me.", "I'm with <t {t}>.", "No, I live with <t {t}>.",
        "~um I moved in with <t {t}> [last year|a while ago].", "There's <t {t}> at home.", "I share the house with <t {t}>.",
        "My place is full, I live with <t {t}>.");

    public static Phrases LivesAlone { get; } = new(
        "I <own live alone>.", "I <own live by myself>.", "<own Alone>, since my wife died.", "<own Just me>.", "I <own live alone> [now|with my cat].",
        "I'm <own on my own>.");

    public static Phrases AskExercise { get; } = new(
        "[~so] do you exercise?", "[~so] are you active?", "[~so] do you get any exercise?", "What do you do for exercise?", "[~so] how active are you?",
        "[~so] any regular exercise?", "[~so] what do you do to stay fit?", "[~so] do you move around much?", "[~so] are you getting out and about?",
        "[~so] do you play any sports?");

    public static Phrases Exercises { get; } = new(
        "I <t {t}>.", "~um I <t {t}>.", "Well, I <t {t}>.", "I try to. I <t {t}>.", "Yes, I <t {t}>.", "I <t {t}> when I can.",
        "Does it count that I <t {t}>?", "Since last year I <t {t}>.", "My wife and I, well, I <t {t}>.", "Most weeks I <t {t}>.");

    public static Phrases ExercisesNot { get; } = new(
        "Not really.", "No, I should.", "Not as much as I should.", "I don't have time.", "No.", "Does chasing the kids count?");

    public static Phrases AskMood { get; } = new(
        "[~so] how has your mood been?", "[~so] how's your mood ~lately?", "[~so] how have you been feeling emotionally?", "[~so] how are your spirits?",
        "[~so] mood wise, how are you doing?", "[~so] and your mood?", "[~so] how are you coping [with everything|]?", "How would you describe your mood?",
        "[~so] have you been feeling down?", "[~so] emotionally, how are things?", "[~so] how would you say your mood is?",
        "[~so] are you feeling like yourself?", "[~so] tell me about your mood.");

    public static Phrases Mood { get; } = new(
        "~um <t {t}>.", "I've been <t {t}>.", "<t {t}>, [mostly|I guess|I suppose].", "I feel <t {t}>.", "Pretty much <t {t}>.", "I'd say <t {t}>.",
        "<t {t}> ~tail.", "I've been feeling <t {t}> ~lately.", "Some days I'm <t {t}>.", "Honestly, <t {t}>.", "My husband says I'm <t {t}>.",
        "If I'm honest, <t {t}>.", "Since this started, <t {t}>.", "Mostly <t {t}>, some days worse.", "Up here I'm <t {t}>.");

    public static Phrases AskSleep { get; } = new(
        "[~so] how are you sleeping?", "[~so] how's your sleep?", "[~so] how much sleep do you get?", "Are you sleeping okay?",
        "[~so] how many hours do you sleep?", "[~so] what about sleep?", "[~so] do you sleep well?");

    public static Phrases Sleep { get; } = new(
        "~um <t {t}>.", "I'd say <t {t}>.", "My sleep is <t {t}>.", "<t {t}>, if I'm lucky.", "<t {t}> ~tail.", "Sleep's been <t {t}>.",
        "Maybe <t {t}>.", "<t {t}>.", "On a good night <t {t}>.", "I'd call it <t {t}>.", "It's been <t {t}> since the baby came.",
        "With the new mattress, <t {t}>.");

    public static Phrases AskStress { get; } = new(
        "[~so] any stress at home or at work?", "[~so] how's your stress level?", "[~so] are you under a lot of stress?",
        "[~so] anything stressful going on?", "[~so] what's been weighing on you?", "Is something worrying you?",
        "[~so] what's stressing you [most|these days|]?", "Is there a lot on your plate?", "[~so] how are things, any worries?",
        "[~so] are you dealing with anything difficult at the moment?");

    public static Phrases Stress { get; } = new(
        "I'm stressed about <t {t}>.", "<t {t}>, mainly.", "Yes, <t {t}>.", "~um it's <t {t}>.", "A lot, because of <t {t}>.", "I worry about <t {t}>.",
        "It's been hard with <t {t}>.", "<t {t}> is stressing me out.", "Mostly <t {t}> ~tail.", "What keeps me up is <t {t}>.",
        "There's <t {t}>, that's enough.", "I think it's all <t {t}>.", "It comes down to <t {t}>.");

    public static Phrases AskTrouble { get; } = new(
        "[~so] any <a {a}>?", "[~so] have you had <a {a}>?", "[~so] do you have <a {a}>?", "[~so] what about <a {a}>?",
        "[~so] have you struggled with <a {a}>?", "Have you noticed any <a {a}>?", "[~so] any trouble with <a {a}>?");

    public static Phrases AskHarm { get; } = new(
        "[~so] any <h thoughts of hurting yourself>?", "[~so] have you had any <h thoughts of harming yourself>?",
        "[~so] have you thought about <h hurting yourself>?", "I ask everybody this. Any <h thoughts of suicide>?",
        "[~so] do you ever <h think about ending your life>?", "[~so] have you had <h thoughts that you'd be better off dead>?",
        "Any <h thoughts of hurting yourself> or anyone else?", "[~so] have you had any <h suicidal thoughts>?",
        "I need to ask, are you having <h thoughts of killing yourself>?", "[~so] do you feel safe, any <h thoughts of self-harm>?");

    public static Phrases HarmNo { get; } = new(
        "No, never.", "No, nothing like that.", "No, I would never do that.", "No, not at all.", "No, God no.", "Never.", "No, I have my kids to think of.",
        "~um no.", "No, it's not that bad.", "No, I wouldn't do that.", "No, I promise.", "Not at all, I want to get better.", "No. I'm sad, but not that.",
        "No, nothing of the kind.");

    public static Phrases HarmYes { get; } = new(
        "Sometimes, yes.", "I've thought about it.", "Yes, last week.", "It has crossed my mind.", "Sometimes, but I wouldn't act on it.",
        "Yes, a few times.", "I do, at night.", "Yes. I didn't want to say it.");
}
