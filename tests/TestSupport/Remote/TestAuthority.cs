using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OnPremLlm.TestSupport.Remote;

/// <summary>An authority that issues certificates for a test, and the files that they are kept in. All on elliptic curves: quick to make.</summary>
public sealed class TestAuthority : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opl-pki-");
    readonly X509Certificate2 _root;
    int _files;

    public TestAuthority(string name = "Hospital CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
        File = Write(_root.ExportCertificatePem());
    }

    /// <summary>The authority's certificate as PEM.</summary>
    public string File { get; }

    /// <summary>A certificate for localhost and 127.0.0.1, for either side. Default: in date.</summary>
    public X509Certificate2 Issue(string name = "localhost", TimeSpan? validUntil = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(_root, now.AddDays(-30), now + (validUntil ?? TimeSpan.FromDays(30)), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Files of a certificate and its key, as IT has them.</summary>
    public (string Certificate, string Key) Save(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("The certificate has no key of this kind.", nameof(certificate));
        return (Write(certificate.ExportCertificatePem()), Write(key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>A file that only this account can read.</summary>
    public string Write(string content)
    {
        var file = Path.Combine(_folder.FullName, $"{++_files}.pem");
        System.IO.File.WriteAllText(file, content);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    /// <summary>Whether this authority issued a certificate that is in date; what a server that demands one asks.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        _root.Dispose();
        _folder.Delete(recursive: true);
    }
}
