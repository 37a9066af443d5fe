using System.Text;

namespace OnPremLlm.Ledger.Notes;

/// <summary>A C2SP signed note: the signed text (ends with a newline), an empty line, and one signature line per signer.</summary>
internal sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const string Separator = "\n\n";
    private const string SignaturePrefix = "— ";

    public static string Format(string text, VerifierKey signer, ReadOnlySpan<byte> signature) =>
        $"{text}\n{SignaturePrefix}{signer.Name} {Convert.ToBase64String([.. signer.Id.Span, .. signature])}\n";

    public static SignedNote? TryParse(string note)
    {
        var at = note.LastIndexOf(Separator, StringComparison.Ordinal);
        if (at < 0 || at + Separator.Length == note.Length || !note.EndsWith('\n') || note.Any(c => c < ' ' && c != '\n'))
        {
            return null;
        }
        var lines = note[(at + Separator.Length)..^1].Split('\n');
        var signatures = lines.Select(ParseSignature).ToList();
        return signatures.Any(s => s is null) ? null : new SignedNote(note[..(at + 1)], signatures!);
    }

    /// <summary>Whether a line by this key is there and every line by it verifies; lines of other signers (witnesses) are ignored, as the format asks.</summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var own = Signatures.Where(s => s.Name == key.Name && s.KeyId.Span.SequenceEqual(key.Id.Span)).ToList();
        return own.Count > 0 && own.All(s => key.Verifies(Encoding.UTF8.GetBytes(Text), s.Signature.Span));
    }

    private static NoteSignature? ParseSignature(string line)
    {
        if (!line.StartsWith(SignaturePrefix, StringComparison.Ordinal) || line[SignaturePrefix.Length..].Split(' ') is not [{ Length: > 0 } name, var encoded])
        {
            return null;
        }
        return StrictBase64.TryDecode(encoded) is { Length: > 4 } bytes ? new NoteSignature(name, bytes.AsMemory(0, 4), bytes.AsMemory(4)) : null;
    }
}

/// <summary>One signature line of a note.</summary>
internal sealed record NoteSignature(string Name, ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> Signature);
