using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Talk that a note has no use for: weather, family news, technology, other people's illnesses, medicines in the news.</summary>
internal static class AsidePhrases
{
    /// <summary>A remark of the doctor's, and what the patient answers.</summary>
    public static IReadOnlyList<(Phrases Remark, Phrases Answer)> ByDoctor { get; } =
    [
        (new("Did you find parking okay?", "Was the traffic bad?", "How was the drive?"),
            new("[Yes|Yeah], it was fine.", "I had to circle twice.", "I took the bus.", "My son dropped me off.", "It was awful, there's construction everywhere.")),
        (new("How [is|'s] the family?", "How are the kids?", "How's your husband?", "How are the grandchildren?"),
            new("[Good|They're good|Everybody's well], thanks.", "Busy as always.", "The little one just started school.", "Growing like weeds.", "They drive me crazy, but I love them.")),
        (new("Let me just pull up your chart.", "Give me a second, the computer is slow today.", "Bear with me while I log in.", "I need to restart this thing."),
            new("[Sure|Take your time|No rush].", "Mine does that too.", "Okay.", "Computers, right?")),
        (new("It's [cold|hot|pouring|windy|lovely] out there today.", "Some weather we're having.", "Is it still raining?"),
            new("It really is.", "I [hate|love] it.", "My garden needs it.", "I forgot my umbrella.", "They say it'll clear up tomorrow.")),
        (new("Did you watch the game [last night|on Sunday]?", "Big game this weekend."),
            new("I fell asleep before the end.", "Don't get me started.", "What a finish!", "I don't follow sports.", "We lost again.")),
        (new("Any plans for the [holidays|summer|weekend]?", "Going anywhere nice?"),
            new("We're going to [the lake|my sister's|the mountains|Florida].", "Just staying home.", "Painting the fence, probably.", "My daughter's getting married.", "Nothing special.")),
        (new("I like your [jacket|scarf|hat|shoes].", "That's a nice watch."),
            new("Oh, thank you.", "It was a gift.", "I got it on sale.", "This old thing?")),
        (new("I'm recording this so that I can [listen|look at you instead of the screen], is that okay?", "This little device takes notes for me. Do you mind?"),
            new("No, go ahead.", "That's fine.", "As long as nobody else hears it.", "Fancy.")),
        (new("Are you still working at the [bakery|school|garage|library]?", "How's retirement treating you?"),
            new("Every day.", "Can't complain.", "It keeps me busy.", "I should have done it years ago.")),
        (new("We have a student with us today, is that all right?", "This is my assistant, she'll help me."),
            new("Sure, everybody has to learn.", "No problem.", "The more the merrier.", "Hi there.")),
        (new("Did you get our letter?", "Did the front desk update your insurance?", "Is your phone number still the same?"),
            new("I think so.", "Yes, they did.", "No, I moved.", "They asked me three times.")),
        (new("Sorry to keep you waiting.", "Sorry about the wait.", "Thanks for your patience."),
            new("No problem, I had my book.", "I just got here.", "That's all right.")),
        (new("Can you hear me okay?", "Can you see me all right?", "Is the sound okay?"), new("Yes, I can hear you fine.", "Loud and clear.", "Now I can.")),
        (new("Is that a new phone?", "Do you like that phone?"), new("My grandson set it up for me.", "It's smarter than I am.", "It keeps ringing.")),
        (new("Did you have breakfast yet?", "Would you like some water?"), new("Just coffee.", "I'm fine, thanks.", "Yes, please.")),
        (new("How's the garden?", "Are the tomatoes coming along?"), new("The rabbits got everything.", "Best year ever.", "It's all weeds.")),
        (new("Happy birthday, by the way.", "I see you had a birthday."), new("Thank you, another year.", "Don't remind me.", "We had cake.")),
        (new("Did you vote already?", "Have you seen the news?"), new("I don't watch it anymore.", "What a mess.", "I try not to.")),
        (new("The elevator is out again, sorry about that.", "Sorry about the noise, they're fixing the roof."),
            new("I took the stairs.", "I hardly noticed.", "It's always something.")),
        (new("You speak [Spanish|Polish|Italian|Greek], don't you?", "Where are you from originally?"),
            new("A little.", "My parents did.", "Born and raised here.")),
        (new("I think we met at the school concert.", "Didn't I see you at the market?"), new("That was my brother.", "Small town.", "Could be.")),
        (new("Do you still play the [piano|guitar|violin]?", "Are you still singing in the choir?"),
            new("Every week.", "My fingers aren't what they were.", "When I find the time.")),
        (new("How was the trip?", "You were going to the coast, weren't you?"),
            new("We had a great time.", "It rained the whole week.", "I'd go back tomorrow.")),
        (new("What are you reading there?", "Good book?"), new("A mystery.", "It's about gardening.", "Just killing time.", "My sister lent it to me.")),
    ];

    /// <summary>A remark of the patient's, and what the doctor answers.</summary>
    public static IReadOnlyList<(Phrases Remark, Phrases Answer)> ByPatient { get; } =
    [
        (new("Sorry I'm late, [the traffic was terrible|I couldn't find the building|the bus didn't come|my car wouldn't start].", "I got lost on the second floor."),
            new("No problem [at all|].", "Happens to the best of us.", "You're right on time.", "We're running behind anyway.")),
        (new("It's been [crazy|busy|hectic] at work.", "My boss is giving me a hard time.", "We're short of people at work."),
            new("I [understand|can imagine].", "That sounds stressful.", "Tell me about it.", "Same here.")),
        (new("I almost cancelled, to be honest.", "I hate coming to the doctor.", "Hospitals make me nervous."),
            new("I'm glad you came.", "You did the right thing.", "I don't bite.", "That's understandable.")),
        (new("My dog ate my shoe this morning.", "We got a new puppy.", "The cat brought in a mouse."),
            new("Oh no.", "What kind?", "They're a lot of work.", "That's funny.")),
        (new("We just moved into a new house.", "We're redoing the kitchen.", "The basement flooded last week."),
            new("Congratulations.", "That's a lot of work.", "Oh dear.", "Never a dull moment.")),
        (new("Have you lost weight, doctor?", "You look tired, doctor.", "You got a haircut."),
            new("It's been a long week.", "Ha, I wish.", "Thanks for noticing.", "We're talking about you today.")),
        (new("The waiting room is packed today.", "They need new magazines out there.", "That's a lovely picture."),
            new("It's flu season.", "I'll pass it on.", "My daughter painted it.", "It is, isn't it?")),
        (new("Gas is so expensive now.", "Everything costs so much.", "My rent went up again."),
            new("It adds up.", "I know.", "It's the same everywhere.", "Tell me about it.")),
        (new("My neighbor says I should eat more [garlic|turmeric|honey].", "My friend swears by some herbal tea.", "They say on TV that coffee is good for you."),
            new("It can't hurt.", "I wouldn't count on it.", "In moderation.", "There's not much evidence for that.")),
        (new("I brought you some cookies.", "I made too much jam this year, this is for you."),
            new("You shouldn't have.", "That's very kind.", "The nurses will love it.")),
        (new("My grandson is in the army now.", "My daughter got into college."), new("You must be proud.", "Time flies.", "That's wonderful.")),
        (new("I can't figure out your website.", "Your phone line is always busy."),
            new("I'm sorry about that.", "They're working on it.", "I'll tell them.")),
        (new("I have to be out of here by noon.", "My meter's running out."), new("We'll be quick.", "I'll do my best.", "Almost done.")),
        (new("I've been baking a lot.", "I took up knitting.", "I started painting."), new("Good for you.", "That's relaxing.", "Show me next time.")),
        (new("They closed the store on our street.", "They're building next door, it's so loud."),
            new("That's a shame.", "Everything changes.", "I've seen that.")),
        (new("My car's in the shop.", "My bike got stolen."), new("Oh no.", "That's annoying.", "I hope you get it back.")),
        (new("We're having the whole family over on Sunday.", "My in-laws are staying with us."), new("Good luck.", "That'll be lively.", "Enjoy it.")),
        (new("I don't like needles, just so you know.", "I faint when I see blood on TV."),
            new("We'll be gentle.", "Look the other way.", "Many people don't.")),
        (new("Is it okay if my [wife|husband|daughter] waits outside?", "Can I leave my coat here?", "Should I turn my phone off?"),
            new("Of course.", "Sure.", "Whatever you like.", "That's fine.")),
    ];

    /// <summary>Illnesses and medicines that are not the patient's. {s} is a symptom, {m} a medicine, {c} an illness.</summary>
    public static Phrases Distracting { get; } = new(
        "My neighbor had {c} and she was in the hospital for weeks.", "A guy at work had {s} and it turned out to be {c}.",
        "I saw a commercial for {m} on TV.", "My friend takes {m} for that.", "I read online that it could be {c}.",
        "There was this movie where somebody had {c}.", "The lady next door swears by {m}.", "My coworker has been out with {s}.",
        "I looked it up and it said {c}, which scared me.", "A friend of mine got {s} from {m}.", "My dog is on {m}, can you believe it?",
        "I hope it's not {c}.", "They talked about {c} on the news.", "My boss had {s} last month.", "The pharmacist asked if I take {m}, I said no.",
        "I wouldn't want to end up with {c} like my neighbor.", "Everyone at the office has {s}.");

    public static Phrases DistractingAnswer { get; } = new(
        "I see.", "Let's focus on you.", "Everybody is different.", "I wouldn't worry about that.", "That's a different story.",
        "The internet isn't always right.", "Mm-hmm.", "I understand.", "That happens.", "Okay.", "Let's not jump to conclusions.");

    public static Phrases DoctorExample { get; } = new(
        "Some people get {s} with this, let me know if that happens.", "It's like when people take {m}, it just takes time.",
        "I take {m} myself, it's nothing to worry about.", "I had a patient with {c} once, it's nothing like that.", "If we see {s}, we'd do more tests.",
        "We used to give {m} for this, not anymore.", "The leaflet mentions {s}, but that's rare.", "In people with {c} we'd be more careful.",
        "There's also {m}, but I don't think you need that.");

    public static Phrases DoctorExampleAnswer { get; } = new(
        "Okay.", "Good to know.", "I'll keep that in mind.", "Alright.", "I hope not.", "Makes sense.", "If you say so.", "Right.");

    /// <summary>The doctor to himself or herself.</summary>
    public static Phrases Muttering { get; } = new(
        "Let me write this down.", "Where did I put my [pen|stethoscope|glasses]?", "Okay, what else did I want to ask?", "Let me see what we did last time.",
        "Hm, the labs from last time are here somewhere.", "I'll just type this in.", "One moment, I need to wash my hands.", "Now, where were we?",
        "Let me look at my notes.", "Just a second.");

    public static Phrases MutteringAnswer { get; } = new(
        "Sure.", "Take your time.", "No rush.", "Okay.", "Mm-hmm.", "It's on the desk, I think.", "You were asking me something.");
}
