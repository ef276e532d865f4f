using SmartKart.Broker.Network;
using SmartKart.Broker.Security;
using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Security;

public sealed class SecurityOptionsTests
{
    public static TheoryData<string, ListenerOptions> Wrong => new()
    {
        { "Broker:Listeners:0:Port", new ListenerOptions { Port = 70_000 } },
        { "Broker:Listeners:0:Tls:CertificateFile is empty", new ListenerOptions { Tls = new TlsOptions() } },
        { "Broker:Listeners:0:Tls:KeyFile is not set", new ListenerOptions { Tls = new TlsOptions { CertificateFile = "broker.pem" } } },
        { "Broker:Listeners:0:Tls:KeyFile is set", new ListenerOptions { Tls = new TlsOptions { CertificateFile = "broker.pfx", KeyFile = "broker.key" } } },
        { "Broker:Listeners:0:Tls:HandshakeTimeout", new ListenerOptions { Tls = new TlsOptions { CertificateFile = "broker.pfx", HandshakeTimeout = TimeSpan.Zero } } },
        { "Broker:Listeners:0:Sasl:Mechanisms names 'GSSAPI'", new ListenerOptions { Sasl = SecureListeners.Sasl("GSSAPI") } },
        { "Broker:Listeners:0:Sasl:Users is empty", new ListenerOptions { Sasl = new SaslOptions() } },
        { "user 'ada' lacks a name or a password", new ListenerOptions { Sasl = new SaslOptions { Users = new Dictionary<string, string> { ["ada"] = "" } } } },
        { "Broker:Listeners:0:Sasl:Iterations is 100", new ListenerOptions { Sasl = SecureListeners.Sasl() with { Iterations = 100 } } },
        { "Broker:Listeners:0:Sasl:FailureDelay", new ListenerOptions { Sasl = SecureListeners.Sasl() with { FailureDelay = TimeSpan.FromSeconds(-1) } } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void An_option_that_cannot_be_is_named(string says, ListenerOptions listener) =>
        SecureListeners.Broker(listener).Fault().ShouldNotBeNull().ShouldContain(says);

    [Fact]
    public void Plain_text_passwords_are_not_offered_unless_asked_for() =>
        new SaslOptions().Offered.ShouldBe(["SCRAM-SHA-256", "SCRAM-SHA-512"]);

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named_at_start()
    {
        using var certificates = new TestCertificates();
        var tls = SecureListeners.Tls(certificates);
        var (_, otherKey) = certificates.Issue("other");

        await ShouldFailAsync(tls with { CertificateFile = "/nonexistent/broker.pem" }, "Broker:Listeners:0:Tls:CertificateFile");
        await ShouldFailAsync(tls with { KeyFile = otherKey }, "Broker:Listeners:0:Tls:CertificateFile");
        await ShouldFailAsync(tls with { ClientAuthoritiesFile = tls.KeyFile }, "Broker:Listeners:0:Tls:ClientAuthoritiesFile");
        await ShouldFailAsync(new TlsOptions { CertificateFile = certificates.IssuePkcs12("packed", "right"), Password = "wrong" }, "Broker:Listeners:0:Tls:CertificateFile");
    }

    private static async Task ShouldFailAsync(TlsOptions tls, string says) =>
        (await Should.ThrowAsync<BrokerOptionsException>(() => RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Tls = tls })))).Message.ShouldContain(says);
}
