using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OnPremLlm.Inference.Worker.Hosting;

/// <summary>
/// Drops every connection that is not from the Host's user. Attack: another local process that reached the socket file asks for
/// another tenant's session or reads the model. The kernel fills in the peer's user; the peer cannot choose it.
/// </summary>
internal static class PeerCheck
{
    const int SocketLevel = 1;
    const int PeerCredentials = 17;

    public static void UsePeerCheck(this ListenOptions listen, uint? hostUserId, ILogger logger) =>
        listen.Use(next => async connection =>
        {
            if (UserOf(connection) is { } user && IsAllowed(user, hostUserId))
            {
                await next(connection);
                return;
            }

            logger.ConnectionRefused(UserOf(connection) ?? uint.MaxValue);
            connection.Abort();
        });

    internal static bool IsAllowed(uint user, uint? hostUserId) => user == 0 || user == OwnProcess.UserId || user == hostUserId;

    static uint? UserOf(ConnectionContext connection)
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        // struct ucred: pid, uid, gid; four bytes each.
        Span<byte> credentials = stackalloc byte[12];
        return socket is { AddressFamily: AddressFamily.Unix } && socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..])
            : null;
    }
}
