using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OnPremLlm.Inference;

/// <summary>
/// A TLS connection that tells whether this Host's certificate was the trouble: in TLS 1.3 a server judges it after the handshake, and many say no
/// by closing the connection before their first word.
/// </summary>
internal sealed class RemoteTls(Stream inner, AcceptedCertificate accepted, string own, Func<InferenceException> refused) : SslStream(inner)
{
    bool _heard;
    bool _isOver;

    /// <summary>The server asked for a client certificate, whether or not one could be shown.</summary>
    public bool WasAsked { get; private set; }

    public async Task BeginAsync(SslClientAuthenticationOptions options, CancellationToken ct)
    {
        await AuthenticateAsClientAsync(options, ct);
        WasAsked |= IsMutuallyAuthenticated;
    }

    /// <summary>For a Host without a certificate: notes that the server asked for one. It is called once before the server's own is known.</summary>
    public X509Certificate HasNone(object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        WasAsked |= remoteCertificate is not null;
        return null!; // the delegate's own word for none, though its signature does not say so
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await JudgedAsync(() => base.ReadAsync(buffer, cancellationToken));
        if (read == 0 && buffer.Length > 0 && SeemsRefused)
        {
            throw refused();
        }

        if (read > 0 && !_heard)
        {
            _heard = true;
            accepted.Thumbprint = own;
        }

        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await JudgedAsync(async () =>
    {
        await base.WriteAsync(buffer, cancellationToken);
        return 0;
    });

    // An engine that has taken this certificate before broke down for another reason.
    bool SeemsRefused => !_heard && !_isOver && WasAsked && accepted.Thumbprint != own;

    // What fails afterwards was ended here.
    protected override void Dispose(bool disposing)
    {
        _isOver = true;
        base.Dispose(disposing);
    }

    async ValueTask<int> JudgedAsync(Func<ValueTask<int>> step)
    {
        try
        {
            return await step();
        }
        catch (IOException) when (SeemsRefused)
        {
            throw refused();
        }
    }
}

/// <summary>The client certificate that an engine has answered to; "" for none, null while it has not answered.</summary>
internal sealed class AcceptedCertificate
{
    volatile string? _thumbprint;

    public string? Thumbprint
    {
        get => _thumbprint;
        set => _thumbprint = value;
    }
}
