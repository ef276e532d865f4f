using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartKart.Schemas.Tests.Registry;

/// <summary>A certificate authority made for one test, and its folder of PEM files.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddHours(-1);     // TLS looks at the machine's clock

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-tls-");
    private readonly List<X509Certificate2> _issued = [];

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=smartkart-test-ca", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(From, From.AddDays(1));
        CaFile = Write("ca.pem", _certificate.ExportCertificatePem());
    }

    public string CaFile { get; }

    /// <summary>A certificate for 127.0.0.1.</summary>
    public X509Certificate2 Server()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        return Issue("CN=smartkart-test-registry", key, names.Build());
    }

    /// <summary>A client's certificate and its encrypted key.</summary>
    public (string CertificateFile, string KeyFile) Client(string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Issue("CN=smartkart-test-client", key);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        return (Write("client.pem", certificate.ExportCertificatePem()), Write("client.key", key.ExportEncryptedPkcs8PrivateKeyPem(password, parameters)));
    }

    public void Dispose()
    {
        _issued.ForEach(certificate => certificate.Dispose());
        _certificate.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Issue(string name, ECDsa key, X509Extension? more = null)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        if (more is not null) request.CertificateExtensions.Add(more);
        using var bare = request.Create(_certificate, From, From.AddHours(20), [1, .. RandomNumberGenerator.GetBytes(8)]);
        _issued.Add(bare.CopyWithPrivateKey(key));
        return _issued[^1];
    }

    private string Write(string name, string pem)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, pem);
        return file;
    }
}
