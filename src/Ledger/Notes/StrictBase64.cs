namespace OnPremLlm.Ledger.Notes;

/// <summary>Standard base64 in its one canonical form: decoders that ignore spaces or spare bits would let an altered text pass as the original.</summary>
internal static class StrictBase64
{
    public static byte[]? TryDecode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var count) && Convert.ToBase64String(bytes, 0, count) == text ? bytes[..count] : null;
    }
}
