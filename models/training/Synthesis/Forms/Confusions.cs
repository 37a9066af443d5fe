namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>What an English recogniser hears for what: small words for small words, and words of like sound. Never a yes or no.</summary>
internal static class Confusions
{
    const string Small = """
        a:the uh of an i; the:a they that to; an:and in a; and:in an; in:and an on; of:a have or; to:the two too; his:is he's; is:his as it's; it:at that is
        it's:its is that's; i:a eye i've; i'm:i am on; i've:i of i; i'd:i'd i i'll; you:your do; your:you you're or; my:by me mine; me:my be; he:she we
        she:he see; we:he were; for:four from or; from:for front; at:it had that; on:and in an; that:the but at; this:the his these; there:their they're the
        have:of had half; had:has have at; has:is as had; was:is with were; were:where was we're; are:or our her; or:are for a; but:that and bit
        so:some though sir; just:does jest chest; like:light lack; with:which when was; when:and one then; what:but that was; some:son so them
        been:being in ben; do:to you due; does:just as; did:it and; can:and could; if:it of; then:than and; about:but out; them:him then; now:no how
        really:rarely early; well:will while; will:well we'll; would:wood what; could:good can; maybe:may be; kind:time find; because:cause because of
        also:all so; only:lonely on the; every:very ever; very:every; they:the day; as:is has; be:me the; by:my buy; up:of out; out:how up; all:oh or
        get:got it; got:get god; go:though; back:that bag; here:hear year; any:in a many; how:out now; who:you he; more:or were; much:such; lot:what a
        little:a little; one:when won; too:to the
        """;

    const string Other = """
        pain:pan paint pane; knee:need me; knees:needs; chest:just test; cough:coffee off; coughing:coffee copying; fever:fewer favor; fevers:favors
        chills:shells chilled; nausea:noise you not see; vomiting:bombing; dizzy:busy; dizziness:busyness; rash:rush crash; itchy:each he; ache:eight lake
        aching:making; stomach:stomachs; belly:valley; throat:throw road; sore:sort store; nose:knows notes; ear:here year; ears:years; eye:i; eyes:ice
        neck:next net; back:bag; hip:hit; ankle:uncle angle; foot:food put; feet:feed; wrist:risk rest; hand:and; arm:our; arms:homes; leg:like lake
        legs:lakes; head:had; heart:hard part; lungs:longs; breath:bread; breathe:breed; breathing:breeding; wheezing:weaving; swelling:spelling
        swollen:stolen; tired:tight; weak:week; week:weak we; weeks:weak we; days:day is; day:they; months:month once; month:months; year:here; years:ears
        morning:warning mourning; night:nine light; sleep:sleet; sleeping:slipping; walk:work; walking:working; working:walking; stairs:stars
        sitting:setting; standing:stand in; lying:line; eating:eating in; bending:vending; lifting:left in; cold:called; hot:hard; heat:he; ice:eyes
        rest:wrist; sharp:shop; dull:all; burning:learning; throbbing:robbing; stabbing:stopping; tight:type; constant:consonant; bad:bed; worse:horse
        better:letter bitter; help:held; helps:held; started:starting; start:star; ago:a goal; since:cents sense; last:lost; take:tank; taking:talking
        takes:takes a; pill:bill; pills:pals; tablet:table it; tablets:table its; milligrams:milligram mill grams; milligram:milligrams; units:you knits
        puffs:pups; drops:drop; daily:dearly; twice:price; once:ones; bedtime:bed time; needed:need it; allergic:a logic; allergies:allergy is
        allergy:energy; hives:fives; penicillin:pencil in; reaction:action; surgery:surgeries; asthma:as my; diabetes:diabetics; cancer:can sir
        stroke:struck; blood:blah; pressure:pleasure; pulse:pause; temperature:temperatures; weight:wait; height:hide; oxygen:oxen; sugar:shooter
        normal:normally; clear:clean; soft:sought; tender:tenor; edema:a dema; murmurs:murmur; smoke:spoke; drink:drank; alcohol:alcohols; wine:why
        beer:bear; work:walk; teacher:teachers; mother:brother; father:farther; brother:mother; sister:system; wife:why; husband:has been; mood:mode
        anxiety:anxieties; anxious:action; stress:stretch; worried:worry; order:older; test:text; tests:text; scan:skin; x:ex; ray:rate
        ultrasound:ultra sound; referral:for all; follow:fellow; return:returned; call:car; fifteen:fifty; fifty:fifteen; thirteen:thirty; thirty:thirteen
        forty:fourteen; sixty:sixteen; sixteen:sixty; nine:night; eight:ate; four:for; two:to; six:sex; ten:then; five:fire; three:free; seven:even
        """;

    static readonly Dictionary<string, string[]> All = Read(Small).Concat(Read(Other)).DistinctBy(pair => pair.Word).ToDictionary(pair => pair.Word, pair => pair.Heard, StringComparer.Ordinal);

    static readonly HashSet<string> SmallWords = [.. Read(Small).Select(pair => pair.Word)];

    public static int Count => All.Values.Sum(heard => heard.Length);

    /// <summary>Null where nothing sounds like it.</summary>
    public static IReadOnlyList<string>? For(string word) => All.GetValueOrDefault(word);

    /// <summary>A word that says nothing by itself, so that a statement may stand without it.</summary>
    public static bool IsSmall(string word) => SmallWords.Contains(word);

    static IEnumerable<(string Word, string[] Heard)> Read(string text) => text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split(':')).Select(entry => (entry[0], entry[1].Split(' ')));
}
