namespace OnPremLlm.Training.Tokenizing;

/// <summary>GPT-2's printable stand-in for each byte: itself where it is printable in Latin-1, else a character from U+0100 on.</summary>
internal static class ByteAlphabet
{
    static readonly char[] _characters = [.. Enumerable.Range(0, 256).Select(StandIn)];
    static readonly Dictionary<char, byte> _bytes = _characters.Select((character, value) => (character, (byte)value)).ToDictionary();

    public static string Of(byte value) => _characters[value].ToString();

    public static bool Contains(char character) => _bytes.ContainsKey(character);

    /// <summary>The bytes that a token's text stands for.</summary>
    public static byte[] Bytes(string token) => [.. token.Select(character => _bytes[character])];

    static char StandIn(int value) => (char)(IsPrintable(value) ? value : 256 + Enumerable.Range(0, value).Count(other => !IsPrintable(other)));

    static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
