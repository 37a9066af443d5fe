namespace OnPremLlm.Ledger.Receipts;

/// <summary>Collects checks in the order in which they are made.</summary>
internal sealed class CheckList
{
    private readonly List<VerificationCheck> _checks = [];

    public IReadOnlyList<VerificationCheck> Checks => _checks;

    /// <summary>Passed with the sentence where there is no problem, failed with the problem otherwise.</summary>
    public bool Add(string id, string? problem, string passed)
    {
        _checks.Add(new VerificationCheck { Id = id, Outcome = problem is null ? CheckOutcome.Passed : CheckOutcome.Failed, Sentence = problem ?? passed });
        return problem is null;
    }

    public void NotChecked(string id, string why) =>
        _checks.Add(new VerificationCheck { Id = id, Outcome = CheckOutcome.NotChecked, Sentence = why });

    /// <summary>The key that a head was checked with: given by the reader, or only found beside it.</summary>
    public void AddKey(string found, string? expected)
    {
        if (expected is null)
        {
            NotChecked("key", $"The public key came with the data itself. Compare it with the one the hospital gave you by another way: {found}");
            return;
        }
        Add("key", expected == found ? null : "The data is under another public key than the one you gave.", "The public key is the one you gave.");
    }
}
