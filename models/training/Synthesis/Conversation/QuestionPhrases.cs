using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>What patients ask and doctors answer; nothing of it is decided.</summary>
internal static class QuestionPhrases
{
    public static IReadOnlyList<(Phrases Remark, Phrases Answer)> All { get; } =
    [
        (new("Can I drink alcohol with that?", "Is a beer okay with that?"), new("Better not [for now|].", "A glass is fine.", "I'd avoid it.")),
        (new("Can I drive?", "Is it safe to drive?"), new("[Yes|Sure], that's fine.", "As long as you feel okay.", "Wait and see how you feel.")),
        (new("How long until [it works|I feel better]?", "When will I notice something?"),
            new("It usually takes a few days.", "Give it some time.", "That's different for everybody.")),
        (new("Is it expensive?", "Does my insurance cover that?", "What's that going to cost me?"),
            new("It shouldn't cost much.", "The front desk can check that for you.", "Most plans cover it.")),
        (new("Do I need to fast for that?", "Can I eat before that?"),
            new("No, you can eat.", "They'll tell you when they call.", "Nothing after midnight, to be safe.")),
        (new("Where do I go for that?", "Is that here in the building?"),
            new("Downstairs, first floor.", "Second door on the left.", "The front desk will give you directions.")),
        (new("Will it make me sleepy?", "Does it have side effects?"),
            new("Some people feel a bit tired at first.", "Not usually.", "Everything has, but this one is mild.")),
        (new("Can I get that in a generic?", "Do they have that at my pharmacy?"),
            new("Yes, it's the same thing.", "They should.", "I'll note that on the prescription.")),
        (new("What if I forget one?", "What if I miss a day?"), new("Just skip it and go on as usual.", "Don't double up.", "That's not a disaster.")),
        (new("When will I get the results?", "How will I hear about the results?"),
            new("You'll hear from us by phone.", "In the portal, usually quickly.", "We'll call you either way.")),
        (new("Is it contagious?", "Should I stay away from people?"), new("No, not this.", "Wash your hands, that's all.", "I don't think so.")),
        (new("Did I do something wrong?", "Could I have prevented this?"), new("No, these things happen.", "Don't blame yourself.", "Probably not.")),
        (new("Can I go back to work?", "Do you think I can travel?"), new("If you feel up to it.", "I don't see why not.", "Listen to your body.")),
        (new("Should I be worried?", "Is it serious?"), new("I'm not worried right now.", "We'll keep an eye on it.", "No, but it's good that you came in.")),
        (new("Could it be my age?", "Is it because I'm getting old?"), new("Age plays a part.", "We can't blame everything on age.", "Maybe a little.")),
        (new("Can you write me a note for [work|school]?", "I'd need something for my boss."),
            new("Sure, I'll print it.", "The nurse will have it ready.", "Of course.")),
        (new("Do you have a handout about that?", "Where can I read about it?"),
            new("I'll print something for you.", "There's a good website, I'll write it down.", "It's on the sheet.")),
        (new("Can my wife come along next time?", "Can I bring my daughter next time?"),
            new("Of course.", "That would be helpful.", "Bring whoever you like.")),
        (new("Can I keep going to the gym?", "What about exercise?"), new("Go easy at first.", "Yes, moving is good.", "Let pain be your guide.")),
        (new("Do I have to change what I eat?", "Is there anything I shouldn't eat?"),
            new("Nothing special.", "Everything in moderation.", "We can talk about that another time.")),
        (new("Can I call you if I think of something else?", "How do I reach you?"),
            new("Call the office any time.", "Send me a message.", "The number's on the card.")),
        (new("Will it come back?", "Will I have this forever?"), new("Hard to say.", "Most people do fine.", "It can, but we know what to do.")),
        (new("Why does it only happen to me?", "Why now?"), new("You'd be surprised how common it is.", "Bad luck, mostly.", "Nobody really knows.")),
        (new("Are you sure?", "What else could it be?"),
            new("As sure as I can be today.", "Nothing I'd lose sleep over.", "If things change, we think again.")),
        (new("Do I need a shot?", "Am I up to date on my shots?"), new("Let me check. No, you're fine.", "I think you are.", "Nothing due today.")),
        (new("Do I have to undress?", "Should I take my shirt off?"),
            new("Just roll up your sleeves.", "No, you're fine like that.", "There's a gown over there.")),
        (new("Did my old records come?", "Did you get the letter from the hospital?"),
            new("Not yet.", "They came yesterday.", "Let me look. Yes, here they are.")),
        (new("Is Dr. Baker still here?", "Did you move to this office recently?"),
            new("Yes, down the hall.", "Last spring.", "No, that was before my time.")),
        (new("How many patients do you see in a day?", "When do you go home?"), new("Too many.", "When the last one is happy.", "It depends on the day.")),
        (new("Can I get my pills for longer this time?", "Could you make it a bigger box?"),
            new("I'll see what I can do.", "Your insurance decides that, unfortunately.", "Sure.")),
    ];
}
