using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SmartKart.Kafka.Tests.Configuration;

public sealed class KafkaServicesTests
{
    [Fact]
    public void The_section_Kafka_becomes_the_options_and_librdkafka_s_settings()
    {
        using var services = Services(
            ("Kafka:BootstrapServers", "a:9092,b:9093"), ("Kafka:ClientId", "worker"), ("Kafka:StatisticsInterval", "00:00:05"), ("Kafka:Settings:linger.ms", "7"));

        var options = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        (options.BootstrapServers, options.ClientId, options.StatisticsInterval).ShouldBe(("a:9092,b:9093", "worker", TimeSpan.FromSeconds(5)));
        var settings = services.GetRequiredService<KafkaConfiguration>().Settings;
        settings["bootstrap.servers"].ShouldBe("a:9092,b:9093");
        settings["linger.ms"].ShouldBe("7");
        settings["statistics.interval.ms"].ShouldBe("5000");
    }

    [Theory]
    [InlineData("BootstrapServers", "", "names no broker")]
    [InlineData("BootstrapServers", "a:9092,:1", "has ':1', which is no address")]
    [InlineData("BootstrapServers", "a:b", "has 'a:b', which is no address")]
    [InlineData("ClientId", " ", "is empty")]
    [InlineData("SecurityProtocol", "tls", "is 'tls'")]
    [InlineData("SecurityProtocol", "sasl_plaintext", "needs one")]
    [InlineData("SaslMechanism", "GSSAPI", "is 'GSSAPI'")]
    [InlineData("SslCaLocation", "/nowhere/ca.pem", "there is no file")]
    [InlineData("AdminTimeout", "02:00:00", "Set it between 1 millisecond and 1 hour.")]
    [InlineData("StatisticsInterval", "-00:00:01", "Set it between 0 and 24 hours.")]
    public void A_value_that_cannot_be_is_named_by_its_key_when_the_program_starts(string key, string value, string fault)
    {
        using var services = Services(("Kafka:BootstrapServers", "localhost:9092"), ($"Kafka:{key}", value));

        var refused = Should.Throw<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        refused.Message.ShouldContain("Kafka:");
        refused.Message.ShouldContain(fault);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:9092")]
    [InlineData("127.0.0.1:1,kafka-2.shop.example:9092")]
    [InlineData("[::1]:9092")]
    [InlineData("SSL://kafka:9093")]
    public void An_address_may_be_a_name_or_a_number(string servers)
    {
        using var services = Services(("Kafka:BootstrapServers", servers));

        Should.NotThrow(services.GetRequiredService<IStartupValidator>().Validate);
    }

    [Fact]
    public void There_is_one_administrator_and_it_is_disposed_with_the_services()
    {
        Library.SkipIfAbsent();
        var services = Services(("Kafka:BootstrapServers", "127.0.0.1:1"));

        var admin = services.GetRequiredService<KafkaAdmin>();

        services.GetRequiredService<KafkaAdmin>().ShouldBeSameAs(admin);
        services.Dispose();
        Should.Throw<ObjectDisposedException>(() => admin.DescribeClusterAsync(TestContext.Current.CancellationToken));
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(each => each.Key).Select(each => KeyValuePair.Create(each.Key, (string?)each.Last().Value))).Build();
        return new ServiceCollection().AddKafka(configuration).BuildServiceProvider();
    }
}
