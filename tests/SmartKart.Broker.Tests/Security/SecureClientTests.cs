using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Security;

/// <summary>Clients that nobody here wrote, against listeners that ask them who they are.</summary>
public sealed class SecureClientTests
{
    private static readonly string[] Clients = ["kcat", "python3-kafka", "python3-confluent-kafka", "kafkajs"];
    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    public static TheoryData<string, string> ClientsAndMechanisms => [.. Clients.SelectMany(client => Mechanisms.Select(mechanism => (client, mechanism)))];

    public static TheoryData<string> EveryClient => [.. Clients];

    [Theory]
    [MemberData(nameof(ClientsAndMechanisms))]
    public async Task A_client_logs_in_over_plaintext_and_over_tls_and_reads_what_it_wrote(string client, string mechanism)
    {
        var peer = SecurePeer.Named(client);
        using var certificates = new TestCertificates();
        var plaintext = SecureListeners.Plain with { Sasl = SecureListeners.Sasl(mechanism) };
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(plaintext));
        await using var encrypted = await RunningBroker.StartAsync(SecureListeners.Broker(plaintext with { Tls = SecureListeners.Tls(certificates) }));

        var open = await peer.RunAsync(new(broker.BootstrapServers, "SASL_PLAINTEXT", mechanism, SecureListeners.User, SecureListeners.Password));
        var secret = await peer.RunAsync(new(encrypted.BootstrapServers, "SASL_SSL", mechanism, SecureListeners.User, SecureListeners.Password, certificates.AuthorityFile));

        open.ExitCode.ShouldBe(0, open.Said);
        open.Said.ShouldContain($"from {client}");
        secret.ExitCode.ShouldBe(0, secret.Said);
        secret.Said.ShouldContain($"from {client}");
    }

    [Theory]
    [MemberData(nameof(ClientsAndMechanisms))]
    public async Task A_wrong_password_is_an_error_for_the_client_and_a_reason_in_the_log(string client, string mechanism)
    {
        var peer = SecurePeer.Named(client);
        var log = new KeptLog();
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Sasl = SecureListeners.Sasl(mechanism) }), log);

        var (exitCode, said) = await peer.RunAsync(new(broker.BootstrapServers, "SASL_PLAINTEXT", mechanism, SecureListeners.User, "guess"));

        exitCode.ShouldNotBe(0, said);
        (await log.UntilAsync(1100, "the password for user 'ada' is wrong")).Text.ShouldContain(mechanism);
        log.Entries.ShouldNotContain(entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(EveryClient))]
    public async Task A_mechanism_that_is_not_offered_is_an_error_for_the_client_and_a_reason_in_the_log(string client)
    {
        var peer = SecurePeer.Named(client);
        var log = new KeptLog();
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Sasl = SecureListeners.Sasl("SCRAM-SHA-256") }), log);

        var (exitCode, said) = await peer.RunAsync(new(broker.BootstrapServers, "SASL_PLAINTEXT", "PLAIN", SecureListeners.User, SecureListeners.Password));

        exitCode.ShouldNotBe(0, said);
        await log.UntilAsync(1100, "the mechanism 'PLAIN', and this listener offers SCRAM-SHA-256");
    }

    [Theory]
    [MemberData(nameof(EveryClient))]
    public async Task Plaintext_to_a_tls_port_and_tls_to_a_plaintext_port_are_errors_with_reasons(string client)
    {
        var peer = SecurePeer.Named(client);
        using var certificates = new TestCertificates();
        var log = new KeptLog();
        var plaintext = SecureListeners.Plain;
        await using var open = await RunningBroker.StartAsync(SecureListeners.Broker(plaintext), log);
        await using var encrypted = await RunningBroker.StartAsync(SecureListeners.Broker(plaintext with { Name = "secret", Tls = SecureListeners.Tls(certificates) }), log);

        (await peer.RunAsync(new(encrypted.BootstrapServers, "PLAINTEXT"))).ExitCode.ShouldNotBe(0);
        (await peer.RunAsync(new(open.BootstrapServers, "SSL", Ca: certificates.AuthorityFile))).ExitCode.ShouldNotBe(0);

        (await log.UntilAsync(1102, "(secret)")).Text.ShouldContain("127.0.0.1:");
        await log.UntilAsync(1002, "it began a TLS handshake, and this listener takes plaintext");
    }

    [Theory]
    [MemberData(nameof(EveryClient))]
    public async Task A_certificate_that_is_expired_or_of_another_authority_is_refused_by_the_client_and_the_log_says_so(string client)
    {
        var peer = SecurePeer.Named(client);
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        var log = new KeptLog();
        await using var expired = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Name = "expired", Tls = SecureListeners.Tls(certificates, expired: true) }), log);
        await using var untrusted = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Name = "untrusted", Tls = SecureListeners.Tls(others) }), log);

        (await peer.RunAsync(new(expired.BootstrapServers, "SSL", Ca: certificates.AuthorityFile))).ExitCode.ShouldNotBe(0);
        (await peer.RunAsync(new(untrusted.BootstrapServers, "SSL", Ca: certificates.AuthorityFile))).ExitCode.ShouldNotBe(0);

        await log.UntilAsync(1103, "expired");
        await log.UntilAsync(1102, "(expired)");
        await log.UntilAsync(1102, "(untrusted)");
    }

    [Theory]
    [MemberData(nameof(EveryClient))]
    public async Task A_listener_that_wants_certificates_takes_its_authoritys_and_no_other(string client)
    {
        var peer = SecurePeer.Named(client);
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        var log = new KeptLog();
        var tls = SecureListeners.Tls(certificates) with { ClientAuthoritiesFile = certificates.AuthorityFile };
        await using var broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Tls = tls }), log);
        var (own, ownKey) = certificates.Issue("shop");
        var (strange, strangeKey) = others.Issue("stranger");
        var settings = new SecurePeer.Settings(broker.BootstrapServers, "SSL", Ca: certificates.AuthorityFile);

        var (exitCode, said) = await peer.RunAsync(settings with { Certificate = own, Key = ownKey });

        exitCode.ShouldBe(0, said);
        said.ShouldContain($"from {client}");
        (await peer.RunAsync(settings)).ExitCode.ShouldNotBe(0);
        (await peer.RunAsync(settings with { Certificate = strange, Key = strangeKey })).ExitCode.ShouldNotBe(0);
        await log.UntilAsync(1102, "(plaintext)");
    }
}
