namespace SmartKart.Kafka.Tests.Configuration;

public sealed class KafkaConfigurationTests
{
    [Fact]
    public void Options_become_librdkafka_s_settings_and_its_own_names_win()
    {
        var configuration = KafkaConfiguration.From(new KafkaOptions
        {
            BootstrapServers = "one:9092,two:9092",
            SecurityProtocol = "sasl_ssl",
            SaslMechanism = "SCRAM-SHA-256",
            SaslUsername = "ada",
            SaslPassword = "secret",
            SslCaLocation = "/ca.pem",
            StatisticsInterval = TimeSpan.FromSeconds(5),
            Settings = new Dictionary<string, string> { ["linger.ms"] = "1", ["client.id"] = "mine" },
        });

        configuration.Settings.ShouldBe(
            new Dictionary<string, string>
            {
                ["bootstrap.servers"] = "one:9092,two:9092",
                ["client.id"] = "mine",
                ["linger.ms"] = "1",
                ["sasl.mechanism"] = "SCRAM-SHA-256",
                ["sasl.password"] = "secret",
                ["sasl.username"] = "ada",
                ["security.protocol"] = "sasl_ssl",
                ["ssl.ca.location"] = "/ca.pem",
                ["statistics.interval.ms"] = "5000",
            }, ignoreOrder: true);
    }

    [Fact]
    public void Without_a_broker_the_option_to_set_is_named() =>
        Should.Throw<KafkaConfigurationException>(() => KafkaConfiguration.From(new KafkaOptions())).Message.ShouldContain("Kafka:BootstrapServers");

    [Theory]
    [InlineData("no.such.setting", "1", "No such configuration property")]
    [InlineData("linger.ms", "-1", "outside allowed range")]
    [InlineData("compression.type", "zip", "Invalid value")]
    public void A_setting_that_librdkafka_refuses_is_named_with_librdkafka_s_reason(string key, string value, string reason)
    {
        Library.SkipIfAbsent();
        var configuration = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }).With(key, value);

        Should.Throw<KafkaConfigurationException>(() => BatchProducer.Open(configuration)).ShouldSatisfyAllConditions(
            refused => refused.Key.ShouldBe(key),
            refused => refused.Message.ShouldContain(reason),
            refused => refused.Message.ShouldContain(key));
    }

    [Fact]
    public void Settings_that_do_not_fit_together_are_refused_when_the_client_opens()
    {
        Library.SkipIfAbsent();
        var configuration = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }).With("acks", "1").With("enable.idempotence", "true");
        Should.Throw<KafkaConfigurationException>(() => BatchProducer.Open(configuration)).Message.ShouldContain("acks");
    }
}
