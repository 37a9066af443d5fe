using System.Text;
using System.Text.Json.Nodes;

namespace OnPremLlm.Verifier.Tests;

/// <summary>A forged or damaged copy of a bundle, and how it was made.</summary>
internal sealed record Mutation(string Name, byte[] Bytes);

/// <summary>Makes mutated copies of a bundle from a seed; each differs in content from the original.</summary>
internal sealed class Mutator(byte[] original, int seed)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/= \n-:";
    private readonly Random _random = new(seed);

    public IEnumerable<Mutation> Make(int count) => Enumerable.Range(0, count).Select(MakeOne);

    private Mutation MakeOne(int number)
    {
        (string Name, Func<byte[]> Apply)[] kinds =
        [
            ("edit a text", () => Changed(EditText)),
            ("edit a number", () => Changed(EditNumber)),
            ("drop an element", () => Changed(DropElement)),
            ("drop a property", () => Changed(DropProperty)),
            ("swap neighbours", () => Changed(SwapNeighbours)),
            ("back-date", () => Changed(BackDate)),
            ("swap proofs", () => Changed(SwapProofs)),
            ("repeat an element", () => Changed(RepeatElement)),
            ("cut the log", () => Changed(CutLog)),
            ("cut the file", () => original[.._random.Next(original.Length - 1)]),
            ("flip bits of a byte", FlipByte),
        ];
        var (name, apply) = kinds[number % kinds.Length];
        return new Mutation($"{name} (seed {seed}, number {number})", apply());
    }

    // Some edits happen to change nothing that is said (spaces, spellings of one character): those are tried again.
    private byte[] Changed(Action<JsonNode> edit)
    {
        for (; ; )
        {
            var root = JsonNode.Parse(original)!;
            edit(root);
            if (!JsonNode.DeepEquals(root, JsonNode.Parse(original)))
            {
                return Encoding.UTF8.GetBytes(root.ToJsonString());
            }
        }
    }

    private byte[] FlipByte()
    {
        for (; ; )
        {
            byte[] copy = [.. original];
            copy[_random.Next(copy.Length)] ^= (byte)_random.Next(1, 256);
            if (!SaysTheSame(copy))
            {
                return copy;
            }
        }
    }

    private bool SaysTheSame(byte[] copy)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(copy), JsonNode.Parse(original));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private void EditText(JsonNode root)
    {
        var value = Pick(All(root).OfType<JsonValue>().Where(v => v.GetValueKind() == System.Text.Json.JsonValueKind.String && v.GetValue<string>().Length > 0));
        var text = value.GetValue<string>().ToCharArray();
        text[_random.Next(text.Length)] = Alphabet[_random.Next(Alphabet.Length)];
        value.ReplaceWith(new string(text));
    }

    private void EditNumber(JsonNode root)
    {
        var value = Pick(All(root).OfType<JsonValue>().Where(v => v.GetValueKind() == System.Text.Json.JsonValueKind.Number));
        value.ReplaceWith(value.GetValue<long>() + _random.Next(-3, 4));
    }

    private void DropElement(JsonNode root)
    {
        var array = PickArray(root, 1);
        array.RemoveAt(_random.Next(array.Count));
    }

    // The log may be left out of a bundle; the report then says what was not checked.
    private void DropProperty(JsonNode root)
    {
        var parent = Pick(All(root).OfType<JsonObject>());
        var names = parent.Select(p => p.Key).Where(name => name != "log").ToList();
        parent.Remove(names[_random.Next(names.Count)]);
    }

    private void SwapNeighbours(JsonNode root)
    {
        var array = PickArray(root, 2);
        var at = _random.Next(array.Count - 1);
        var moved = array[at]!;
        array.RemoveAt(at);
        array.Insert(at + 1, moved);
    }

    private void BackDate(JsonNode root)
    {
        var value = Pick(All(root).OfType<JsonValue>().Where(v => v.GetValueKind() == System.Text.Json.JsonValueKind.String && v.GetValue<string>().Contains("2026-", StringComparison.Ordinal)));
        value.ReplaceWith(value.GetValue<string>().Replace("2026-", "2025-", StringComparison.Ordinal));
    }

    private void SwapProofs(JsonNode root)
    {
        var proven = root["entries"]!.AsArray().Append(root["receipt"]).ToArray();
        var (first, second) = (proven[_random.Next(proven.Length)]!, proven[_random.Next(proven.Length)]!);
        (first["proof"], second["proof"]) = (second["proof"]!.DeepClone(), first["proof"]!.DeepClone());
    }

    private void RepeatElement(JsonNode root)
    {
        var array = PickArray(root, 1);
        var at = _random.Next(array.Count);
        array.Insert(at, array[at]!.DeepClone());
    }

    private void CutLog(JsonNode root)
    {
        var log = root["log"]!.AsArray();
        for (var left = _random.Next(log.Count); log.Count > left;)
        {
            log.RemoveAt(log.Count - 1);
        }
    }

    private JsonArray PickArray(JsonNode root, int least) => Pick(All(root).OfType<JsonArray>().Where(a => a.Count >= least));

    private T Pick<T>(IEnumerable<T> from)
    {
        var all = from.ToList();
        return all[_random.Next(all.Count)];
    }

    private static IEnumerable<JsonNode> All(JsonNode node) => node switch
    {
        JsonObject parent => parent.SelectMany(p => All(p.Value!)).Prepend(node),
        JsonArray array => array.SelectMany(item => All(item!)).Prepend(node),
        _ => [node],
    };
}
