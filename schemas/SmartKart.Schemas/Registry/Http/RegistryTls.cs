using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartKart.Schemas.Registry;

/// <summary>Connections to a registry: which certificates are trusted, and which one is shown.</summary>
internal static class RegistryTls
{
    public static SocketsHttpHandler Handler(SchemaRegistryOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,                              // a redirect would carry credentials to who knows where
            AutomaticDecompression = DecompressionMethods.None,     // so that the bound on an answer is a bound on what was sent
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),     // so that a registry that moved is found again
        };
        try
        {
            if (options.CaFile is not null) handler.SslOptions.CertificateChainPolicy = TrustOnly(Authorities(options.CaFile));
            if (options.ClientCertificateFile is { } own) handler.SslOptions.ClientCertificates = [Own(options, own)];
            return handler;
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    // Revocation is not asked for: a private authority has nobody who answers.
    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        Read(nameof(SchemaRegistryOptions.CaFile), file, () => authorities.ImportFromPemFile(file));
        return authorities.Count > 0
            ? authorities
            : throw new SchemaRegistryOptionsException(
                $"SchemaRegistry:CaFile is '{file}', which holds no certificate. Give it a PEM file that does.");
    }

    private static X509Certificate2 Own(SchemaRegistryOptions options, string file)
    {
        X509Certificate2? own = null;
        Read(nameof(SchemaRegistryOptions.ClientCertificateFile), file, () => own = options.ClientKeyPassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(file, password, options.ClientKeyFile)
            : X509Certificate2.CreateFromPemFile(file, options.ClientKeyFile));
        return own!;        // it was read, or an exception has left this method
    }

    private static void Read(string key, string file, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SchemaRegistryOptionsException(
                $"SchemaRegistry:{key} is '{file}', which cannot be used: {e.Message.TrimEnd('.')}. " +
                "Give it a PEM file that this user may read.", e);
        }
    }
}
