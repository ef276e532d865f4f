using SmartKart.Broker.Security;

namespace SmartKart.Kafka.Tests.Embedded;

public sealed class SaslTests : IAsyncLifetime
{
    private readonly EmbeddedBroker _broker = new()
    {
        Sasl = new SaslOptions { Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"], Users = new Dictionary<string, string> { ["ada"] = "correct horse" } },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _broker.InitializeAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public async Task The_options_let_in_who_knows_the_password(string mechanism)
    {
        Library.SkipIfAbsent();
        using var admin = KafkaAdmin.Open(As("ada", "correct horse", mechanism));

        (await admin.DescribeClusterAsync(Stop)).Brokers.Select(broker => broker.Address).ShouldBe([_broker.BootstrapServers]);
    }

    [Fact]
    public async Task Who_does_not_know_the_password_stays_outside()
    {
        Library.SkipIfAbsent();
        using var admin = KafkaAdmin.Open(As("ada", "wrong", "SCRAM-SHA-256"), TimeSpan.FromSeconds(3));

        await Should.ThrowAsync<KafkaException>(() => admin.DescribeClusterAsync(Stop));
    }

    private KafkaConfiguration As(string user, string password, string mechanism) => KafkaConfiguration.From(new KafkaOptions
    {
        BootstrapServers = _broker.BootstrapServers,
        SecurityProtocol = "sasl_plaintext",
        SaslMechanism = mechanism,
        SaslUsername = user,
        SaslPassword = password,
    });
}
