using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>Allergies, earlier illnesses and the family's.</summary>
internal static class BackgroundPhrases
{
    public static Phrases AskAllergies { get; } = new(
        "[~so] any <no allergies>?", "[~so] are you <no allergic> to anything?",
        "[~so] do you have any [drug|medication|medicine|food|known|] <no allergies>?", "[~so] what about <no allergies>?",
        "[~so] any <no allergies> to [medicines|medications|anything|food or drugs]?", "<no Allergies>?", "[~so] anything you're <no allergic> to?",
        "[~so] have you ever had a <no reaction> to a medicine?", "[~so] are there any medicines you can't take, any <no allergies>?",
        "Still no [new|] <no allergies>?", "[~so] <no allergies> to medications?", "[~so] do any medicines give you a <no reaction>?");

    public static Phrases NoAllergies { get; } = new(
        "~no.", "No <own allergies>.", "No <own allergies> [that I know of|at all|to anything].", "None [that I know of|known|].", "~um no, nothing.",
        "I'm not <own allergic> to anything.", "No known <own allergies>.", "Not to medicine, no. Nothing at all.", "Nope, no <own allergies>.",
        "Never had <own a reaction> to anything.", "No, I can take anything.", "None so far.", "No, not that I'm aware of.",
        "I've never been <own allergic> to anything.", "No food <own allergies>, no drug <own allergies>.");

    public static Phrases Allergic { get; } = new(
        "I'm allergic to <a {a}>.", "Yes, <a {a}>.", "<a {a}>.", "~um <a {a}>, I think.", "Just <a {a}>.", "Yeah, I can't take <a {a}>.",
        "I was told I'm allergic to <a {a}> [as a child|years ago|].", "Only <a {a}>, since I was little.", "I have to stay away from <a {a}>.",
        "I react to <a {a}>.", "~um <a {a}>, badly.");

    public static Phrases AllergicWithReaction { get; } = new(
        "<a {a}> gives me <r {r}>.", "I get <r {r}> from <a {a}>.", "Yes, <a {a}>. I get <r {r}>.", "I'm allergic to <a {a}>, it gives me <r {r}>.",
        "~um <a {a}>, I [broke out in|ended up with|had] <r {r}>.", "<a {a}>. Last time I had <r {r}>.", "Every time there's <a {a}> I get <r {r}>.",
        "Yeah, <a {a}>, that causes <r {r}>.", "With <a {a}> I had <r {r}>, ended up in the emergency room.");

    public static Phrases AskReaction { get; } = new(
        "[~so] what happens [when you take it|then|]?", "[~so] what kind of reaction?", "What does it do to you?", "And what was the reaction?",
        "How do you react?", "What happened when you had it?", "And then you get what?");

    public static Phrases Reaction { get; } = new(
        "~um <r {r}>.", "I get <r {r}>.", "<r {r}> [mostly|all over|].", "It gives me <r {r}>.", "I had <r {r}> [and they gave me a shot|once|as a kid].",
        "I think it was <r {r}>.", "My mother said it was <r {r}>.", "<r {r}>, and it was scary.");

    public static Phrases AllergicTwo { get; } = new(
        "I'm allergic to <a {a}> and <b {b}>.", "<a {a}> and <b {b}>.", "Yes, <a {a}>, and also <b {b}>.", "~um <a {a}>, <b {b}>, that's about it.",
        "Two things, <a {a}> and <b {b}>.", "Both <a {a}> and <b {b}>.", "I can't have <a {a}> or <b {b}>.", "Just the two, <a {a}>, <b {b}>.",
        "They tested me and it was <a {a}> and <b {b}>.", "<a {a}> for one, and <b {b}>.");

    public static Phrases VolunteerAllergy { get; } = new(
        "Before I forget, I'm allergic to <a {a}>.", "You know I can't take <a {a}>, right?", "Just so you know, I'm allergic to <a {a}>.",
        "Not <a {a}>, please, I'm allergic to it.", "I should tell you I'm allergic to <a {a}>, it gives me <r {r}>.",
        "Is there any <a {a}> in that? I'm allergic to it.", "I don't do well with <a {a}>, I'm allergic.",
        "It's in my file that I'm allergic to <a {a}>, right?", "I should never have <a {a}>, I'm allergic to it, it means <r {r}>.",
        "Careful, I have an allergy to <a {a}>.");

    public static Phrases AskPast { get; } = new(
        "[~so] any other medical [problems|conditions|history]?", "[~so] do you have any [chronic|ongoing|other|] [conditions|illnesses|health problems]?",
        "[~so] what about your past medical history?", "[~so] have you had any serious illnesses [before|in the past|]?",
        "[~so] anything in your medical history I should know about?", "[~so] any medical problems in the past?",
        "Tell me about your [medical history|health in general].", "[~so] have you ever been in the hospital?", "[~so] apart from this, are you healthy?",
        "[~so] what other health issues do you have?");

    public static Phrases Past { get; } = new(
        "I have <c {c}>.", "~um I've had <c {c}> [for years|since I was a kid|for a long time|].", "Just <c {c}>.", "<c {c}>.",
        "Yes, <c {c}>, [diagnosed|found|since] in {year}.", "I was diagnosed with <c {c}> [in {year}|years ago|a while back].",
        "I had <c {c}> [once|in {year}|when I was younger|years ago].", "Well, there's my <c {c}>.", "They told me I have <c {c}>.",
        "I'm being treated for <c {c}>.", "~um <c {c}>, but it's under control.", "Oh, <c {c}>, I should have mentioned that.",
        "I've got <c {c}>, that's why I see [the specialist|Dr. Lee|a cardiologist].", "The main thing is <c {c}>.",
        "I see a doctor for <c {c}> every [year|few months].", "They found <c {c}> [on a scan|by accident|in {year}].",
        "I've been living with <c {c}> for a while.", "In {year} I was treated for <c {c}>.", "Well, I had a bout of <c {c}>.");

    public static Phrases PastTwo { get; } = new(
        "I have <c {c}> and <b {b}>.", "<c {c}> and <b {b}>.", "~um <c {c}>, and I also have <b {b}>.", "I've had <c {c}> and then <b {b}>.",
        "Well, <c {c}>, <b {b}>, the usual.", "There's the <c {c}> and the <b {b}>.");

    public static Phrases AskHaveCondition { get; } = new(
        "[~so] do you have <c {c}>?", "[~so] any history of <c {c}>?", "[~so] have you ever had <c {c}>?", "[~so] have you ever been told you have <c {c}>?",
        "Ever had <c {c}>?", "[~so] were you ever diagnosed with <c {c}>?", "[~so] has anyone ever diagnosed you with <c {c}>?",
        "Do you suffer from <c {c}>?", "[~so] did you ever have trouble with <c {c}>?");

    public static Phrases Yes { get; } = new(
        "Yes.", "Yes, I do.", "Yeah, for years.", "Yes, since I was a child.", "Yes, I take something for it.", "Yes, a long time ago.", "I did, yes.",
        "Yes, they found it last year.", "That's right, yes.");

    public static Phrases AskSurgery { get; } = new(
        "[~so] any [surgeries|operations] [in the past|]?", "[~so] have you had any [surgery|operations]?", "[~so] ever had surgery?",
        "What about operations?", "[~so] any surgical history?", "[~so] have you ever been operated on?", "[~so] any procedures done in the past?",
        "Ever been under the knife?", "[~so] and surgeries?", "[~so] what operations have you had?");

    public static Phrases Surgery { get; } = new(
        "I had <c {c}> [in {year}|years ago|a long time ago|as a child|when I was twenty|].", "~um <c {c}>, in {year}.", "Just <c {c}>.", "<c {c}>.",
        "Yes, <c {c}> [in {year}|].", "I've had <c {c}>.", "Only <c {c}>, [ages ago|back in {year}].");

    public static Phrases Healthy { get; } = new(
        "No, I'm [healthy|pretty healthy|never sick].", "No, nothing [else|really|].", "Nothing [else|that I know of].", "No, I've been lucky.",
        "Not really.", "None.", "No surgeries, nothing.");

    public static Phrases AskFamily { get; } = new(
        "[~so] does anything run in the family?", "[~so] any medical problems in your family?", "[~so] what about your family history?",
        "[~so] are your parents healthy?", "[~so] any family history I should know about?", "[~so] any illnesses in the family?",
        "Tell me about your family's health.", "[~so] does anybody in your family have [heart problems|similar problems|anything like that]?",
        "[~so] how is your parents' health?", "[~so] any family history of [heart disease|cancer|diabetes]?");

    public static Phrases Family { get; } = new(
        "My <rel {rel}> had <c {c}>.", "My <rel {rel}> has <c {c}>.", "~um my <rel {rel}> had <c {c}> [when I was young|at fifty|late in life|].",
        "<c {c}>, on my <rel {rel}>'s side.", "Well, my <rel {rel}> died of <c {c}>.", "There's <c {c}>, my <rel {rel}> has that.",
        "My <rel {rel}> was diagnosed with <c {c}> [in {year}|last year|].", "I know my <rel {rel}> had <c {c}> ~tail.", "<c {c}>, my <rel {rel}> had it.",
        "My <rel {rel}>, <c {c}>.", "My <rel {rel}> takes pills for <c {c}>.", "Yes, <c {c}>, from my <rel {rel}>.",
        "On my <rel {rel}>'s side there's <c {c}>.", "I lost my <rel {rel}> to <c {c}>.", "My <rel {rel}> has been dealing with <c {c}>.",
        "They say my <rel {rel}> had <c {c}>, but nobody talks about it.", "Only <c {c}> in my <rel {rel}>.");

    public static Phrases FamilyNext { get; } = new(
        "And my <rel {rel}> has <c {c}>.", "And <c {c}>, that was my <rel {rel}>.", "Then my <rel {rel}> had <c {c}>.",
        "Oh, and my <rel {rel}> had <c {c}> too.", "And my <rel {rel}> passed away from <c {c}>.", "My <rel {rel}> had <c {c}> on top of that.",
        "Also, my <rel {rel}> was found to have <c {c}>.", "There was <c {c}> too, with my <rel {rel}>.",
        "Come to think of it, my <rel {rel}> had <c {c}> [as well|at the end].");

    public static Phrases FamilyTwo { get; } = new(
        "My <rel {rel}> had <c {c}> and my <rel2 {rel2}> has <c2 {c2}>.", "<c {c}> on my <rel {rel}>'s side, and my <rel2 {rel2}> has <c2 {c2}>.",
        "My <rel {rel}> has <c {c}>, my <rel2 {rel2}> had <c2 {c2}>.", "There's <c {c}>, that's my <rel {rel}>, and <c2 {c2}> with my <rel2 {rel2}>.",
        "~um my <rel {rel}> was treated for <c {c}>, and my <rel2 {rel2}> for <c2 {c2}>.",
        "<c {c}>, my <rel {rel}>. <c2 {c2}>, my <rel2 {rel2}>. The rest are fine.");

    public static Phrases AskFamilyOf { get; } = new(
        "[~so] any <c {c}> in the family?", "[~so] does anyone in your family have <c {c}>?", "[~so] any family history of <c {c}>?",
        "Does <c {c}> run in your family?", "[~so] has anybody in the family had <c {c}>?", "[~so] anyone with <c {c}> on either side of the family?",
        "Is <c {c}> something that runs in the family?", "[~so] did any of your relatives have <c {c}>?");

    public static Phrases FamilyYes { get; } = new(
        "Yes, my <rel {rel}>.", "My <rel {rel}>, yes.", "~um my <rel {rel}> had that.", "Yeah, my <rel {rel}> [does|did].", "On my <rel {rel}>'s side.",
        "My <rel {rel}> I think.", "I believe my <rel {rel}> did.", "My <rel {rel}> had it, and that's all I know.", "That was my <rel {rel}>.",
        "Yes, on one side, my <rel {rel}>.");

    public static Phrases FamilyNone { get; } = new(
        "No, [nothing|nothing that I know of|everybody's healthy|they're all fine].", "Not that I know of.", "No, both my parents are [healthy|fine].",
        "None that I'm aware of.", "I was adopted, so I don't know.", "No, we're a healthy bunch.", "Nothing runs in the family.");
}
