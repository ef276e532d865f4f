using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartKart.Broker.Tests.Security;

/// <summary>An authority of a test's own, and certificates that it signs, in a folder that goes with it.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-certificates-");
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=SmartKart Test Authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        AuthorityFile = Write("authority.pem", _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityFile { get; }

    public X509Certificate2 Authority => _authority;

    /// <summary>A certificate of this name, for localhost, with its key.</summary>
    public (string CertificateFile, string KeyFile) Issue(string name, bool expired = false)
    {
        using var certificate = Sign(name, expired, out var key);
        using (key)
            return (Write(name + ".pem", certificate.ExportCertificatePem()), Write(name + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>The same with its key, as a program holds it.</summary>
    public X509Certificate2 IssueInMemory(string name)
    {
        using var certificate = Sign(name, expired: false, out var key);
        using (key) return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>The same in one file of PKCS #12.</summary>
    public string IssuePkcs12(string name, string password)
    {
        using var whole = IssueInMemory(name);
        var file = Path.Combine(_folder.FullName, name + ".pfx");
        File.WriteAllBytes(file, whole.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
        return file;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Sign(string name, bool expired, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        var (from, to) = expired ? (Now.AddDays(-10), Now.AddDays(-1)) : (Now.AddDays(-1), Now.AddDays(10));
        return request.Create(_authority, from, to, System.Text.Encoding.UTF8.GetBytes(name));
    }

    private string Write(string name, string pem)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, pem);
        return file;
    }
}
