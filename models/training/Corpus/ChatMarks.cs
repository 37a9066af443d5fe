using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Corpus;

/// <summary>What the model's chat template writes around messages: llama.cpp's "glmedge".</summary>
internal static class ChatMarks
{
    /// <summary>As it stands in the file; llama.cpp knows it by what it contains.</summary>
    public const string Template = "{% for item in messages %}{% if item['role'] == 'system' %}<|system|>\n{{ item['content'] }}{% elif item['role'] == 'user' %}<|user|>\n{{ item['content'] }}{% endif %}{% endfor %}<|assistant|>";

    public static IReadOnlyList<ushort> System(BytePairTokenizer tokenizer) => [BytePairTokenizer.System, .. tokenizer.Encode("\n")];

    public static IReadOnlyList<ushort> User(BytePairTokenizer tokenizer) => [BytePairTokenizer.User, .. tokenizer.Encode("\n")];
}
