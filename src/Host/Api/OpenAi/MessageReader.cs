using System.Text.Json;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>Reads the messages of a chat: text only, of the roles system, developer, user and assistant.</summary>
internal static class MessageReader
{
    const int MostMessages = 4_096;

    public static IReadOnlyList<PromptMessage> Read(RequestFields request)
    {
        var messages = request.Find("messages") ?? throw OpenAiException.Invalid("messages", "\"messages\" is missing. Send at least one message with role and content.", "missing_required_parameter");
        var count = messages.ValueKind is JsonValueKind.Array ? messages.GetArrayLength() : 0;
        return count is > 0 and <= MostMessages
            ? [.. messages.EnumerateArray().Select((message, index) => ReadOne(RequestFields.Of(message, $"messages[{index}]")))]
            : throw OpenAiException.Invalid("messages", $"\"messages\" must be an array of 1 to {MostMessages} messages.");
    }

    static PromptMessage ReadOne(RequestFields message)
    {
        var role = message.Text("role") switch
        {
            "system" or "developer" => "system",
            "user" => "user",
            "assistant" => "assistant",
            "tool" or "function" => throw OpenAiException.Unsupported(message.NameOf("role"), "Tools are not supported yet: use system, developer, user or assistant."),
            _ => throw OpenAiException.Invalid(message.NameOf("role"), $"\"{message.NameOf("role")}\" must be system, developer, user or assistant."),
        };
        var content = message.Find("content") ?? throw OpenAiException.Invalid(message.NameOf("content"), $"\"{message.NameOf("content")}\" is missing. Send a string or text parts.");
        var text = content.ValueKind is JsonValueKind.Array ? ReadParts(content, message.NameOf("content")) : RequestFields.TextOf(content, message.NameOf("content"));
        message.Neutral("tool_calls", IsEmptyArray, "Tools are not supported yet.");
        message.Ignore("refusal", "annotations", "audio"); // null in answers that a client sends back
        message.RefuseOthers();
        return new(role, text);
    }

    static string ReadParts(JsonElement parts, string name) => string.Concat(parts.EnumerateArray().Select((part, index) =>
    {
        var fields = RequestFields.Of(part, $"{name}[{index}]");
        if (fields.Text("type") is not "text")
        {
            throw OpenAiException.Unsupported(fields.NameOf("type"), "Only parts of type text are: this engine reads no pictures, sound or files.");
        }

        var text = fields.Text("text") ?? throw OpenAiException.Invalid(fields.NameOf("text"), $"\"{fields.NameOf("text")}\" is missing.");
        fields.RefuseOthers();
        return text;
    }));

    public static bool IsEmptyArray(JsonElement value) => value.ValueKind is JsonValueKind.Array && value.GetArrayLength() == 0;
}
