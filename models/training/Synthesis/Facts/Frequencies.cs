using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>How often a medicine is taken, in the many ways in which people say it.</summary>
internal static class Frequencies
{
    static readonly string[] Regular =
    [
        "once a day", "once daily", "every day", "daily", "one time a day", "every morning", "each morning", "in the morning", "in the mornings",
        "every evening", "in the evening", "at night", "every night", "nightly", "at bedtime", "before bed", "before I go to bed", "with breakfast",
        "with dinner", "with supper", "first thing in the morning", "once a day in the morning", "once a day at night", "once a day with food",
        "every day at noon", "at lunchtime", "when I wake up", "before breakfast", "on an empty stomach", "twice a day", "twice daily", "two times a day",
        "2 times a day", "two times daily", "morning and night", "morning and evening", "in the morning and at night", "every 12 hours", "every twelve hours",
        "twice a day with meals", "twice a day with food", "with breakfast and dinner", "once in the morning and once at night", "three times a day",
        "3 times a day", "three times daily", "every 8 hours", "every eight hours", "with every meal", "with each meal", "before meals",
        "three times a day with food", "four times a day", "4 times a day", "every 6 hours", "every six hours", "every 4 hours", "every 4 to 6 hours",
        "every other day", "every second day", "once a week", "every week", "weekly", "once every two weeks", "on Sundays", "every Sunday", "every Monday",
        "twice a week", "three times a week", "once a month", "every month", "every 3 months", "on Mondays and Thursdays", "half an hour before breakfast",
    ];

    static readonly string[] AsNeeded =
    [
        "as needed", "when needed", "if needed", "only when I need it", "whenever I need it", "when I need it", "if I need it", "as needed for pain",
        "as needed for sleep", "every 6 hours as needed", "every 4 hours as needed", "up to three times a day as needed", "once or twice a week",
        "now and then", "when it gets bad", "once in a while", "twice a day as needed", "at bedtime as needed", "when the pain is bad", "a few times a month",
    ];

    public static string Draw(Dice dice) => dice.Chance(.86) ? dice.Pick(Regular) : dice.Pick(AsNeeded);

    /// <summary>As a doctor orders it: nothing in the first person.</summary>
    public static string DrawForOrder(Dice dice)
    {
        while (true)
        {
            var frequency = Draw(dice);
            if (!frequency.Contains(" I ", StringComparison.Ordinal) && !frequency.Contains("while", StringComparison.Ordinal) && !frequency.Contains("now and", StringComparison.Ordinal)
                && !frequency.Contains("few", StringComparison.Ordinal))
            {
                return frequency;
            }
        }
    }

    public static int Count => Regular.Length + AsNeeded.Length;
}
