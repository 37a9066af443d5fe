namespace OnPremLlm.Training.Examples;

/// <summary>
/// One visit as token ids: the transcript, read once, and what follows it for each section of the note. A branch goes on from the prefix's end and
/// sees the whole prefix and itself, never another branch: just what the product does with a kept prefix.
/// </summary>
/// <param name="Prefix">May be empty.</param>
/// <param name="Branches">At least one where the prefix is empty.</param>
public sealed record Example(ushort[] Prefix, IReadOnlyList<Branch> Branches);

/// <summary>The rest of one section's prompt and its answer. The last token of the prompt predicts the first of the answer.</summary>
/// <param name="Prompt">At least one token; nothing is learnt from it.</param>
/// <param name="Answer">At least one token, with the one that ends it.</param>
public sealed record Branch(ushort[] Prompt, ushort[] Answer);
