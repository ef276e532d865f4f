using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;

namespace SmartKart.Broker.Security.Tls;

/// <summary>Tells the rest of the server that a connection is encrypted, and which certificate the client showed, if any.</summary>
internal sealed class PeerCertificate(X509Certificate? shown) : ITlsConnectionFeature
{
    public X509Certificate2? ClientCertificate { get; set; } = shown as X509Certificate2;

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
}
