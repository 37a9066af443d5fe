using System.Buffers.Binary;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace OnPremLlm.Inference;

/// <summary>The gRPC channel to one worker. Every connection is made to the process that was started and to no other.</summary>
internal static class WorkerConnection
{
    const int SocketLevel = 1;
    const int PeerCredentials = 17;

    public static GrpcChannel Open(IWorkerProcess worker) => GrpcChannel.ForAddress("http://worker", new()
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) => await ConnectAsync(worker, ct),
            UseProxy = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
        },
        DisposeHttpClient = true,
        // A broken worker is replaced, not reconnected to.
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(20),
        MaxReconnectBackoff = TimeSpan.FromMilliseconds(200),
    });

    static async ValueTask<Stream> ConnectAsync(IWorkerProcess worker, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(worker.Socket), ct);
            CheckPeer(socket, worker);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Attack: a process of another account puts its own socket at the path and is sent prompts. The kernel says who listens.</summary>
    static void CheckPeer(Socket socket, IWorkerProcess worker)
    {
        Span<byte> credentials = stackalloc byte[12];
        _ = socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        var process = BinaryPrimitives.ReadInt32LittleEndian(credentials);
        var user = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        if (process != worker.ProcessId || user != worker.UserId)
        {
            throw new InferenceException(InferenceFailure.Incompatible,
                $"The socket {worker.Socket} belongs to process {process} of user {user}; expected was process {worker.ProcessId} of user {worker.UserId}. Nothing was sent. Find out what made it; only the worker's account may write there.");
        }
    }
}
