using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Turns a prompt into tokens. What came from people is tokenized with control tokens off, always. Thread safe.</summary>
internal sealed class PromptTokenizer(Vocabulary vocabulary, ChatTemplate? template, int contextTokens)
{
    /// <exception cref="RpcException">INVALID_ARGUMENT, OUT_OF_RANGE or FAILED_PRECONDITION, as generation.proto says.</exception>
    public int[] Tokenize(Prompt? prompt)
    {
        var parts = Parts(prompt);
        CheckSize(parts);
        var tokens = new List<int>();
        foreach (var (text, control) in parts)
        {
            tokens.AddRange(vocabulary.Tokenize(Encoding.UTF8.GetBytes(text), control));
        }

        if (vocabulary.BeginningOfSequence is { } begin && (tokens.Count == 0 || tokens[0] != begin))
        {
            tokens.Insert(0, begin);
        }

        return tokens.Count > 0 ? [.. tokens] : throw new RpcException(new Status(StatusCode.InvalidArgument, "The prompt is empty. Send parts or messages."));
    }

    List<(string Text, TokenizeAs Control)> Parts(Prompt? prompt)
    {
        if (prompt is null || (prompt.Parts.Count == 0) == (prompt.Messages.Count == 0))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A prompt needs either parts or messages, and not both."));
        }

        if (prompt.Parts.Count == 0)
        {
            return Render(prompt);
        }

        return prompt.AnswerPrefix.Length == 0
            ? [.. prompt.Parts.Select(Part)]
            : throw new RpcException(new Status(StatusCode.InvalidArgument, "answer_prefix goes with messages; with parts, add it as the last part."));
    }

    static (string, TokenizeAs) Part(PromptPart part) => part.PartCase switch
    {
        PromptPart.PartOneofCase.Text => (part.Text, TokenizeAs.Text),
        PromptPart.PartOneofCase.Control => (part.Control, TokenizeAs.Control),
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument, "A prompt part is empty. Set text or control.")),
    };

    // Attack: a message that contains "<|assistant|>" and speaks for the model. Contents are rendered as words that nobody can guess,
    // cut out again, and tokenized as text.
    List<(string Text, TokenizeAs Control)> Render(Prompt prompt)
    {
        var known = template ?? throw Unrenderable("The model's chat template is not one that the engine knows. Send parts in the model's own format.");
        if (prompt.Messages.Any(message => message.Role is not ("system" or "user" or "assistant")))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A message's role must be system, user or assistant."));
        }

        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var marked = prompt.Messages.Select((message, index) => (message.Role, Content: $"[{secret}-{index}]")).ToList();
        var rest = known.Render(marked) ?? throw Unrenderable("The model's chat template cannot be applied to these messages. Send parts in the model's own format.");
        var parts = Split(rest, marked.Select((message, index) => (message.Content, prompt.Messages[index].Content)));
        return prompt.AnswerPrefix.Length == 0 ? parts : [.. parts, (prompt.AnswerPrefix, TokenizeAs.Text)];
    }

    static List<(string Text, TokenizeAs Control)> Split(string rendered, IEnumerable<(string Marker, string Content)> contents)
    {
        var parts = new List<(string, TokenizeAs)>();
        var from = 0;
        foreach (var (marker, content) in contents)
        {
            var at = rendered.IndexOf(marker, from, StringComparison.Ordinal);
            if (at < 0)
            {
                throw Unrenderable("The model's chat template leaves out one of the messages, most likely the system message. Put its text into a user message.");
            }

            parts.Add((rendered[from..at], TokenizeAs.Control));
            parts.Add((content, TokenizeAs.Text));
            from = at + marker.Length;
        }

        parts.Add((rendered[from..], TokenizeAs.Control));
        return parts;
    }

    // No token is longer than the longest, so more bytes cannot fit; native code never sees texts without bound.
    void CheckSize(List<(string Text, TokenizeAs Control)> parts)
    {
        var bytes = parts.Sum(part => (long)Encoding.UTF8.GetByteCount(part.Text));
        var most = (long)contextTokens * vocabulary.LongestPiece;
        if (bytes > most)
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, $"The prompt has {bytes} bytes; more than {most} cannot fit the {contextTokens} tokens of a sequence. Send a shorter prompt."));
        }
    }

    static RpcException Unrenderable(string detail) => new(new Status(StatusCode.FailedPrecondition, detail));
}
