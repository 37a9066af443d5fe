using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OnPremLlm.Inference;

/// <summary>
/// Whom a remote engine must be and as whom this Host shows itself. Revocation is not asked for and no missing certificate is fetched: both would
/// open connections that nobody configured. A certificate that must no longer be trusted is taken out of use by its expiry or by another authority.
/// </summary>
internal static class RemoteCertificates
{
    public static X509ChainPolicy TrustOf(RemoteEngine engine, TimeProvider time)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetLocalNow().DateTime,
            VerificationTimeIgnored = false,
        };
        if (engine.Authority is { } file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(Read(file, "authority", () => Certificates(file)));
        }

        return policy;
    }

    /// <summary>This Host's certificate with its key and intermediates; null where none is configured.</summary>
    public static SslStreamCertificateContext? OwnOf(RemoteEngine engine, TimeProvider time)
    {
        if (engine.ClientCertificate is not { } file)
        {
            return null;
        }

        var key = engine.ClientKey ?? file;
        var shown = Read(file, "client certificate", () => Certificates(file));
        var own = Read(key, "client certificate's key", () => X509Certificate2.CreateFromPem(shown[0].ExportCertificatePem(), File.ReadAllText(key)));
        var now = time.GetUtcNow();
        if (now < own.NotBefore || now > own.NotAfter)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"This Host's client certificate {file} is valid {Validity(own)}, and not now. Nothing was sent. Put a new one there; it counts from the next connection on.");
        }

        return SslStreamCertificateContext.Create(own, [.. shown.Skip(1)], offline: true);
    }

    /// <summary>What is wrong with the server's certificate; null: nothing.</summary>
    public static string? Problem(RemoteEngine engine, string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
        {
            return null;
        }

        var statuses = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        var what =
            certificate is not X509Certificate2 shown ? "shows no certificate"
            : statuses.HasFlag(X509ChainStatusFlags.NotTimeValid) ? $"shows a certificate that is valid {Validity(shown)}, and not now, or one of its authority that is out of date"
            : (statuses & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid)) != 0
                ? $"shows a certificate that was not issued by {(engine.Authority is { } file ? $"an authority of {file}" : "an authority that this system trusts")}"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"shows a certificate for other names than {host}"
            : $"shows a certificate that cannot be used ({statuses})";
        return $"The remote engine {engine.Address.Server} {what}. The trouble is its certificate, not this Host's, and nothing was sent. Correct it there, or the endpoint or authority here.";
    }

    public static InferenceException OwnRefused(RemoteEngine engine) => new(
        InferenceFailure.Misconfigured,
        engine.ClientCertificate is { } file
            ? $"The remote engine {engine.Address.Server} ended the connection at once after it was shown this Host's client certificate {file}: it does not seem to accept it. Check that it is in date and of an authority that the engine knows."
            : $"The remote engine {engine.Address.Server} asks for a client certificate and ended the connection, because this Host has none for it. Give one with --client-certificate and --client-key.");

    static X509Certificate2Collection Certificates(string file)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file);
        return all.Count > 0 ? all : throw new CryptographicException("no certificate");
    }

    static T Read<T>(string file, string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The {what} {file} of a remote engine cannot be used ({unreadable.GetType().Name}). It must be a PEM file that this account may read, and a key must be the certificate's own and not encrypted.", unreadable);
        }
    }

    static string Validity(X509Certificate2 certificate) => string.Create(CultureInfo.InvariantCulture, $"from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");
}
