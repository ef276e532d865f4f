using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Security;
using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Security;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly KeptLog _log = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Plaintext_and_tls_are_served_side_by_side_each_at_its_port()
    {
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain, SecureListeners.Plain with { Name = "secret", Tls = SecureListeners.Tls(_certificates) }), _log);
        var ports = Ports();

        using var plain = await WireClient.ConnectAsync(ports[0]);
        await using var tls = await HandshakeAsync(ports[1]);

        (await plain.AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null })).Brokers.Single().Port.ShouldBe(ports[0]);
        tls.SslProtocol.ShouldBe(SslProtocols.Tls13);
    }

    [Fact]
    public async Task A_pkcs12_file_serves_as_certificate_and_key()
    {
        var tls = new TlsOptions { CertificateFile = _certificates.IssuePkcs12("packed", "open sesame"), Password = "open sesame" };
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Tls = tls }), _log);

        await using var stream = await HandshakeAsync(broker.Port);

        stream.RemoteCertificate.ShouldNotBeNull().Subject.ShouldBe("CN=packed");
    }

    [Fact]
    public async Task A_client_that_shows_a_certificate_is_who_that_says()
    {
        var tls = SecureListeners.Tls(_certificates) with { ClientAuthoritiesFile = _certificates.AuthorityFile };
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Tls = tls }), _log);
        using var shown = _certificates.IssueInMemory("shop");

        await using var stream = await HandshakeAsync(broker.Port, shown);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        RequestFrame.Write(output, MessageCatalog.Get(ApiKey.ApiVersions), 0, 1, "test", new ApiVersionsRequest());
        await stream.WriteAsync(output.WrittenMemory, TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(new byte[4], TestContext.Current.CancellationToken);

        await _log.UntilAsync(1101, "User:CN=shop");
    }

    [Fact]
    public async Task A_handshake_that_stalls_is_ended_in_time()
    {
        var tls = SecureListeners.Tls(_certificates) with { HandshakeTimeout = TimeSpan.FromMilliseconds(200) };
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Tls = tls }), _log);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", broker.Port, TestContext.Current.CancellationToken);

        (await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBe(0);

        await _log.UntilAsync(1102, "still incomplete after 0.2 s");
    }

    private int[] Ports()
    {
        var started = _log.Entries.Single(entry => entry.EventId == 1000).Text;
        return [.. System.Text.RegularExpressions.Regex.Matches(started, @"127\.0\.0\.1:(\d+)").Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private async Task<SslStream> HandshakeAsync(int port, X509Certificate2? shown = null)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var stream = new SslStream(client.GetStream());
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_certificates.Authority);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = trust,
            ClientCertificates = shown is null ? null : [shown],
        }, TestContext.Current.CancellationToken);
        return stream;
    }
}
