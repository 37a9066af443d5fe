using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OnPremLlm.Inference;

/// <summary>
/// A TLS connection that tells whether this Host's certificate was the trouble: in TLS 1.3 a server judges it after the handshake, and many say no
/// by closing the connection before their first word.
/// </summary>
internal sealed class RemoteTls(Stream inner, Func<InferenceException> refused) : SslStream(inner)
{
    bool _askedInVain;
    bool _heard;

    /// <summary>The server asked for a client certificate, whether or not one could be shown.</summary>
    public bool WasAsked => _askedInVain || (IsAuthenticated && IsMutuallyAuthenticated);

    /// <summary>For a Host without a certificate: notes that the server asked for one. It is called once before the server's own is known.</summary>
    public X509Certificate HasNone(object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        _askedInVain |= remoteCertificate is not null;
        return null!; // the delegate's own word for none, though its signature does not say so
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await JudgedAsync(() => base.ReadAsync(buffer, cancellationToken));
        if (read == 0 && buffer.Length > 0 && !_heard && WasAsked)
        {
            throw refused();
        }

        _heard |= read > 0;
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await JudgedAsync(async () =>
    {
        await base.WriteAsync(buffer, cancellationToken);
        return 0;
    });

    async ValueTask<int> JudgedAsync(Func<ValueTask<int>> step)
    {
        try
        {
            return await step();
        }
        catch (IOException) when (!_heard && WasAsked)
        {
            throw refused();
        }
    }
}
