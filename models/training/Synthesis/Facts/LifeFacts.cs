namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Work, home, habits.</summary>
internal static class LifeFacts
{
    /// <summary>Behind "I'm" or "I work as".</summary>
    public static IReadOnlyList<string> Jobs { get; } = List("""
        a teacher; a nurse; a truck driver; an accountant; a cook; a mechanic; a cashier; a plumber; an electrician; a lawyer; a waitress; a farmer
        a secretary; a hairdresser; a carpenter; a software engineer; a bus driver; a nursing assistant; a construction worker; a librarian; a painter
        a bartender; a flight attendant; a firefighter; a police officer; a student; a professor; a roofer; a welder; a baker; a security guard; a janitor
        a real estate agent; a warehouse worker; a postal worker; a dentist; a pharmacist; a graphic designer; a musician; a landscaper; a social worker
        a babysitter; a machinist; a translator; a manager at a grocery store; a kindergarten teacher; a barista; a tailor; an office manager
        """);

    /// <summary>Behind "I live with".</summary>
    public static IReadOnlyList<string> Household { get; } = List("""
        my wife; my husband; my partner; my parents; my mother; my kids; my wife and kids; my husband and two kids; my daughter; my son; a roommate
        two roommates; my sister; my brother; my boyfriend; my girlfriend; my grandmother; my daughter's family; my husband and our dog; my son and his wife
        three roommates
        """);

    public static IReadOnlyList<string> Tobacco { get; } = List("""
        a pack a day; half a pack a day; two packs a day; about ten cigarettes a day; a few cigarettes a day; five cigarettes a day; a pack a week
        one or two on weekends; a cigar now and then; a pack and a half a day; a pipe in the evening; three a day
        """);

    public static IReadOnlyList<string> Alcohol { get; } = List("""
        a glass of wine with dinner; two beers a night; a couple of beers on the weekend; a six pack on weekends; a beer now and then; three drinks a week
        a bottle of wine a week; socially; only on holidays; a whiskey before bed; four or five beers a day; one or two drinks a week
        a glass of wine on Fridays; a cocktail once a month; two glasses of wine a night; a few drinks on the weekend
        """);

    public static IReadOnlyList<string> Drugs { get; } = List("marijuana on weekends; a little marijuana; edibles to sleep; cannabis; cocaine in the past; weed once a month; pot in college");

    public static IReadOnlyList<string> Exercise { get; } = List("""
        walk the dog every day; go to the gym three times a week; run twice a week; swim on Saturdays; do yoga; ride my bike to work; walk two miles a day
        play tennis once a week; lift weights; garden a lot; play soccer on Sundays; take the stairs; dance on Thursdays
        """);

    public static IReadOnlyList<string> Moods { get; } = List("""
        down; low; pretty low; sad; depressed; irritable; up and down; flat; okay; good; fine; pretty good; stressed; numb; gloomy; hopeful; a bit blue
        all over the place; cranky; better; discouraged; empty; tearful
        """);

    public static IReadOnlyList<string> Sleep { get; } = List("""
        five hours a night; about six hours; four or five hours; seven hours; eight hours; terrible; pretty bad; not great; poor; good; broken; okay
        three hours at most; light; restless; all right; six hours or so; fine
        """);

    /// <summary>Behind "stressed about".</summary>
    public static IReadOnlyList<string> Stresses { get; } = List("""
        work; money; my divorce; my marriage; the kids; my mother's illness; my job; moving house; school; exams; the bills; my son; the new baby; retirement
        my boss; losing my job; the holidays; a lawsuit; the mortgage; my landlord
        """);

    /// <summary>Complaints of the mind, behind "any"; said by themselves they are the statement.</summary>
    public static IReadOnlyList<string> Troubles { get; } = List("""
        anxiety; panic attacks; depression; mood swings; feelings of hopelessness; loss of interest; trouble concentrating; nightmares; crying spells
        irritability; excessive worry; flashbacks; feelings of guilt; racing thoughts; hearing voices; low motivation
        """);

    static string[] List(string text) => text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
