using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartKart.Broker.Security.Tls;

/// <summary>What a listener shows its clients, and what it demands to be shown.</summary>
internal sealed class ListenerCertificate : IDisposable
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _clientAuthorities;
    private readonly X509Certificate2Collection _intermediates;

    private ListenerCertificate(X509Certificate2 own, X509Certificate2Collection intermediates, X509Certificate2Collection clientAuthorities)
    {
        (Own, _intermediates, _clientAuthorities) = (own, intermediates, clientAuthorities);
        Options = new SslServerAuthenticationOptions
        {
            // Offline: what to send is what the file holds, and start-up does not wait for somebody's server.
            ServerCertificateContext = SslStreamCertificateContext.Create(own, intermediates, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = clientAuthorities.Count > 0,
            CertificateChainPolicy = clientAuthorities.Count > 0 ? TrustOnly(clientAuthorities) : null,
        };
    }

    public X509Certificate2 Own { get; }

    /// <summary>How a handshake is to go.</summary>
    public SslServerAuthenticationOptions Options { get; }

    /// <exception cref="BrokerOptionsException">A file is missing, or no certificate with its key; <paramref name="key"/> is the key of the options.</exception>
    public static ListenerCertificate Load(TlsOptions options, string key)
    {
        var ownKey = $"{key}:{nameof(TlsOptions.CertificateFile)}";
        var own = Reading(ownKey, options.CertificateFile, () => TlsOptions.IsPkcs12(options.CertificateFile) ? FromPkcs12(options) : FromPem(options));
        if (!own.HasPrivateKey) throw new BrokerOptionsException($"{ownKey}: '{options.CertificateFile}' holds no private key. Export the certificate together with its key.");
        var intermediates = TlsOptions.IsPkcs12(options.CertificateFile) ? [] : Reading(ownKey, options.CertificateFile, () => PemCertificates(options.CertificateFile));
        if (options.ClientAuthoritiesFile is not { } file) return new ListenerCertificate(own, intermediates, []);
        var authoritiesKey = $"{key}:{nameof(TlsOptions.ClientAuthoritiesFile)}";
        var authorities = Reading(authoritiesKey, file, () => PemCertificates(file));
        if (authorities.Count == 0) throw new BrokerOptionsException($"{authoritiesKey}: '{file}' holds no certificate in PEM, so no client could be trusted.");
        return new ListenerCertificate(own, intermediates, authorities);
    }

    public void Dispose()
    {
        foreach (var certificate in _clientAuthorities.Concat(_intermediates)) certificate.Dispose();
        Own.Dispose();
    }

    private static X509Certificate2 FromPkcs12(TlsOptions options) => X509CertificateLoader.LoadPkcs12FromFile(options.CertificateFile, options.Password);

    private static X509Certificate2 FromPem(TlsOptions options) =>
        options.Password is { } password ? X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, password, options.KeyFile)
            : X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);

    private static X509Certificate2Collection PemCertificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        // Revocation is not asked for: nobody on a machine of its own runs a list, and Kafka does not ask either unless told.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(ClientAuthentication);
        return policy;
    }

    private static T Reading<T>(string key, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new BrokerOptionsException($"{key}: '{file}' can't be used: {fault.Message} Look whether the file, its key and its password belong together, and whether this process may read them.", fault);
        }
    }
}
