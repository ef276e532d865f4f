using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>Opens the bytes' way to a server: TCP or a Unix socket, with TLS where it is asked for.</summary>
internal static class RedisTransport
{
    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">The connection was lost meanwhile.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The server's certificate is not to be trusted.</exception>
    public static async Task<Stream> OpenAsync(RedisEndpoint endpoint, RedisConnectionString settings, CancellationToken cancel)
    {
        var socket = endpoint.IsUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            if (endpoint.IsUnix) await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint.Host), cancel);
            else await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancel);
            stream = new NetworkStream(socket, ownsSocket: true);
            return settings.Ssl ? stream = await SecureAsync(stream, endpoint, settings, cancel) : stream;
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(Stream plain, RedisEndpoint endpoint, RedisConnectionString settings, CancellationToken cancel)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = settings.SslHost ?? endpoint.Host,
                CertificateChainPolicy = settings.SslCaLocation is { } authorities ? Trusting(authorities) : null,
            }, cancel);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private static X509ChainPolicy Trusting(string authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorities);
        return policy;
    }
}
