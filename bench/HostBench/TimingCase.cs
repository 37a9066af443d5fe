namespace OnPremLlm.HostBench;

/// <summary>
/// Attack: a clinic times its requests to learn what another one has asked. Pairs, in a shared engine: a prompt that the other clinic has in a kept session,
/// with the same cache key, against one that nobody has seen; both must take as long, while the owner's own repetition is fast.
/// </summary>
internal static class TimingCase
{
    const int Tokens = 256;
    const int Pairs = 12;

    public static async Task RunAsync(string model)
    {
        await using var setting = await Setting.StartAsync(model, sequences: 4, context: 512, isolation: "shared");
        var (victim, thief) = (setting.Programs[0], setting.Programs[1]);
        var (own, others) = (new List<double>(), new List<double>());
        await thief.CompleteAsync(await thief.PromptAsync(Tokens, 99), 1);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (secret, unseen) = (await victim.PromptAsync(Tokens, 2 * pair), await thief.PromptAsync(Tokens, (2 * pair) + 1));
            await victim.CompleteAsync(secret, 1, "visit");
            var guessed = await thief.CompleteAsync(secret, 1, "visit");
            var control = await thief.CompleteAsync(unseen, 1, $"other-{pair}");
            var again = await victim.CompleteAsync(secret, 1, "visit");
            others.Add(guessed.FirstToken / control.FirstToken);
            own.Add(again.FirstToken / control.FirstToken);
        }

        Print.Line("another clinic's prompt guessed vs one that nobody asked", Print.Median(others), "0.95-1.05", $"quartiles {Print.Percentile(others, 0.25):F3} and {Print.Percentile(others, 0.75):F3}, {Pairs} pairs");
        Print.Line("the owner's own repetition vs one that nobody asked", Print.Median(own), "<= 0.2", "");
    }
}
