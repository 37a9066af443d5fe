using System.Runtime.InteropServices;
using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>Reads an answer of the embeddings of the OpenAI API, in base64 as it was asked for, or as numbers.</summary>
internal static class RemoteVectors
{
    /// <param name="texts">How many vectors there must be.</param>
    /// <exception cref="InferenceException">It is no such answer.</exception>
    public static EmbeddingAnswer Read(RemoteEngine engine, JsonElement told, int texts)
    {
        try
        {
            var vectors = new ReadOnlyMemory<float>[texts];
            foreach (var item in told.GetProperty("data").EnumerateArray())
            {
                vectors[item.GetProperty("index").GetInt32()] = Vector(item.GetProperty("embedding"));
            }

            return vectors.All(vector => !vector.IsEmpty && AreNumbers(vector.Span))
                ? new([.. vectors], told.GetProperty("usage").GetProperty("prompt_tokens").GetInt32())
                : throw RemoteFailures.Unreadable(engine);
        }
        catch (Exception other) when (other is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw RemoteFailures.Unreadable(engine);
        }
    }

    // Infinity and what is no number could not be written as JSON again.
    static bool AreNumbers(ReadOnlySpan<float> vector)
    {
        foreach (var number in vector)
        {
            if (!float.IsFinite(number))
            {
                return false;
            }
        }

        return true;
    }

    static float[] Vector(JsonElement vector) => vector.ValueKind is JsonValueKind.String
        ? MemoryMarshal.Cast<byte, float>(vector.GetBytesFromBase64()).ToArray()
        : [.. vector.EnumerateArray().Select(number => number.GetSingle())];
}
