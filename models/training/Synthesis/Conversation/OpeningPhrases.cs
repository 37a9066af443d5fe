using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Greetings, the reason for the visit, good-byes.</summary>
internal static class OpeningPhrases
{
    public static Phrases Greet { get; } = new(
        "[Good morning|Good afternoon|Hello|Hi|Hi there|Hey], [nice to see you|good to see you|come on in|have a seat|come in and sit down|how are you|how are you doing today|thanks for waiting].",
        "[Hello|Hi], I'm [Doctor|Dr.] [Smith|Patel|Jones|Garcia|Lee|Brown|Novak|Kim|Okafor|Weber|Murphy|Silva], [nice to meet you|good to meet you|I'll be seeing you today].",
        "[Good to see you again|Welcome back|Nice to see you again], [how have you been|how are things|how's everything]?",
        "[Morning|Afternoon|Evening]! [Come on in|Take a seat|Please sit down].", "Knock knock. [Hello|Hi there], may I come in?",
        "[Hi|Hello] [Mrs.|Mr.|Ms.] [Anderson|Taylor|Lopez|Wilson|Nguyen|Clark|Hall|Young|Baker|Rossi|Cohen], [how are you|come on in].");

    public static Phrases GreetBack { get; } = new(
        "[Hi|Hello|Good morning|Hey|Good afternoon], [doctor|doc|nice to meet you|thanks for seeing me|thanks for fitting me in].",
        "[Good|Fine|Okay|I've been better|Not bad|Could be better], [thanks|thank you|and you].", "[Hi|Hello].",
        "[Thank you|Thanks] for [seeing me|squeezing me in] on such short notice.", "I'm okay, I guess.", "Oh, I'm all right, considering.",
        "Not so great, [doc|to be honest|actually].", "Hanging in there.");

    public static Phrases AskReason { get; } = new(
        "[~so] what brings you in [today|this morning|]?", "What can I do for you [today|]?", "How can I help [you|] [today|]?", "[~so] what's going on?",
        "[~so] what's been happening?", "Tell me what's been going on.", "What seems to be the [problem|trouble] [today|]?",
        "[~so] what are we seeing you for today?", "[~so] why are you here today?", "[~so] tell me why you came in.", "[~so] what's bothering you?",
        "What's the matter?", "My nurse said you wanted to talk about something?", "What would you like to [talk about|go over] today?",
        "[~so] how are you feeling [today|these days|]?", "[~so] what's up?", "[~so] what can we help you with?",
        "I see this is [a sick visit|your first visit|an urgent appointment]. What's going on?");

    public static Phrases ReasonNoun { get; } = new(
        "~um I have {noun} ~tail.", "~um I've got {noun}.", "~um I've had {noun} [lately|recently|for a while now|].",
        "I'm here [because of|for|about] {noun}.", "It's {noun}.", "I came in [because of|about] {noun}.", "~um I've been having {noun}, ~because.",
        "Well, it's {noun} [again|].", "I wanted to [talk about|see you about] {noun}.", "I've been dealing with {noun}, ~because.",
        "{noun}, [mainly|mostly|really].", "{noun}.", "I think it's {noun} again, ~because.", "The main thing is {noun}.", "Same thing as last time, {noun}.",
        "I've been struggling with {noun} [lately|].", "I made the appointment because of {noun}, ~because.", "What's bothering me is {noun}.",
        "I'd like you to look at {noun}.", "I called because of {noun}.", "{noun}, that's why I'm here.", "The reason is {noun}, ~because.",
        "Well, doctor, {noun}, what else.", "I've come down with {noun}.", "It started out small, but now I have {noun}.");

    public static Phrases ReasonClause { get; } = new(
        "~um {clause} ~tail.", "~um {clause}.", "{clause}.", "~um {clause}, ~because.", "Well, {clause}, [doc|doctor].",
        "[The thing is|So basically|To be honest], {clause}.", "It's just that {clause}.",
        "[I don't know how to explain it, but|I hate to bother you, but|Maybe it's nothing, but] {clause}.", "Oh, you know, {clause} ~where.",
        "I didn't want to come, but {clause}.", "[My wife|My husband|My daughter|My mother] made me come in. {clause}.", "So yeah, {clause}.",
        "I know it sounds silly, but {clause}.", "You won't believe it, {clause}.", "First of all, {clause}.", "What can I say, {clause}, ~because.",
        "I figured you'd want to know that {clause}.", "Here's the story. {clause}.");

    public static Phrases ReasonWithOnset { get; } = new(
        "~um I've had {noun} for ~around <onset {length}> [now|].", "~um {clause}, it's been ~around <onset {length}> [now|].",
        "~um {clause}, it started <onset {when}>.", "I've had {noun} <onset {since}>.", "{clause}, ever <onset {since}>.",
        "So <onset {when}> I [got|started getting|noticed] {noun}.", "{noun}, for ~around <onset {length}>.",
        "It's {noun}. It started <onset {when}>, ~because.", "For the past <onset {length}> I've had {noun}.", "{clause}, for like <onset {length}> now.");

    public static Phrases More { get; } = new(
        "[~so] anything else?", "[~so] is there anything else [today|you wanted to talk about|on your list]?", "[~so] what else is going on?",
        "Any other concerns [today|]?", "[~so] anything else bothering you?", "Was there something else?", "And besides that?", "Is that the only thing?");

    public static Phrases NothingMore { get; } = new(
        "No, that's [it|all|everything|about it].", "No, just that.", "That's it [for now|really|].", "Nope.", "No, I think that covers it.",
        "Isn't that enough?", "No, nothing else.");

    public static Phrases OtherToo { get; } = new(
        "[Yes|Yeah|Actually, yes], ~um I['ve|] also [got|have] {noun}.", "Well, [the other thing is|there's also] {noun}.",
        "[Yeah|Also|And], {clause} [too|as well|].", "Actually, {clause}, if we have time.", "Oh, and {clause}.", "There's one more thing, {clause}.",
        "And then there's {noun}.", "I [also|] wanted to mention {noun}.", "While I'm here, {clause}.",
        "One more thing. I've had {noun} for ~around <onset {length}>.", "Also {noun}, <onset {since}>.", "There's something else, {clause}.",
        "If you have a minute, {clause} as well.", "My other problem is {noun}.", "On top of that I have {noun}.", "I nearly forgot, {noun} too.");

    public static Phrases Bye { get; } = new(
        "[Thank you|Thanks], [doctor|doc|so much|very much|I appreciate it].", "Okay, [thanks|thank you], [bye|see you|take care|have a good day].",
        "[Great|Perfect], [thank you|thanks].", "Sounds good, [thank you|thanks, bye].", "Will do. [Thanks|Bye now].", "[Alright|Okay], see you then.",
        "You too, [bye|thanks].", "Thanks for [listening|everything|your time|taking the time].");

    public static Phrases ByeDoctor { get; } = new(
        "[Alright|Okay|Great], [take care|feel better|have a good day|nice seeing you].", "[Any|Do you have any] [other|] questions [for me|before you go|]?",
        "[The nurse|Someone] will be in [shortly|in a minute] with your paperwork.", "[Take care|Feel better soon], [bye|okay|now].",
        "You can [check out at the front|stop at the front desk on your way out].", "It was [good|nice] to see you.",
        "[Alright|Okay], that's [it|all] for today.", "I'll walk you out.", "You're [very|] welcome, [take care|bye bye].");
}
