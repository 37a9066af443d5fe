using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Hubs;

/// <summary>The hub's protocol by hand, for what no client library does: use a connection's token that belongs to somebody else.</summary>
internal sealed class RawHub : IDisposable
{
    const string Separator = "\u001e";

    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    readonly ClientWebSocket _socket = new();
    readonly Queue<JsonObject> _received = [];
    string _rest = "";

    public static string Handshake => "{\"protocol\":\"json\",\"version\":1}" + Separator;

    public static string Follow(Guid visit) =>
        new JsonObject { ["type"] = 4, ["invocationId"] = "1", ["target"] = VisitHub.Events, ["arguments"] = new JsonArray(visit, 0) }.ToJsonString() + Separator;

    public static async Task<string> NegotiateAsync(Visitor visitor)
    {
        var answer = await visitor.PostAsync($"{VisitHub.Path}/negotiate?negotiateVersion=1");
        Visitor.Succeeded(answer);
        return JsonNode.Parse(answer.Body)?["connectionToken"]?.GetValue<string>() ?? throw new InvalidOperationException($"No token: {answer}");
    }

    /// <summary>Throws <see cref="WebSocketException"/> when the Host refuses.</summary>
    public static async Task<RawHub> OpenAsync(Uri host, Visitor visitor, string token)
    {
        var hub = new RawHub();
        hub._socket.Options.SetRequestHeader("Cookie", $"onpremllm={visitor.Session}");
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            await hub._socket.ConnectAsync(new UriBuilder(host) { Scheme = "ws", Path = VisitHub.Path, Query = $"id={token}" }.Uri, patience.Token);
        }
        catch
        {
            hub.Dispose();
            throw;
        }

        return hub;
    }

    public async Task SendAsync(string messages) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(messages), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message that is no ping; null at the end of the connection.</summary>
    public async Task<JsonObject?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        var buffer = new byte[16 * 1024];
        while (_received.Count == 0)
        {
            var piece = await _socket.ReceiveAsync(buffer, patience.Token);
            if (piece.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }

            var parts = (_rest + Encoding.UTF8.GetString(buffer, 0, piece.Count)).Split(Separator);
            _rest = parts[^1];
            foreach (var message in parts[..^1].Select(part => JsonNode.Parse(part)?.AsObject() ?? throw new JsonException()).Where(message => message["type"]?.GetValue<int>() is not 6))
            {
                _received.Enqueue(message);
            }
        }

        return _received.Dequeue();
    }

    public void Dispose() => _socket.Dispose();
}
