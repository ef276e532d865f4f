using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Configuration;

public sealed class StreamsServicesTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    [Fact]
    public async Task A_host_starts_the_application_and_stops_it()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.Produce(from, ("a", "one", 0));
        using var host = Host(from, to, ("Streams:ApplicationId", broker.NewName("app")), ("Streams:ProcessingGuarantee", "ExactlyOnceV2"), ("Streams:StateDirectory", broker.NewFolder()));
        var streams = host.Services.GetRequiredService<KafkaStreams>();

        await host.StartAsync(TestContext.Current.CancellationToken);
        using var reader = new TopicReader(broker, to);
        reader.Read(1)[0].Text.ShouldBe("ONE");
        await host.StopAsync(TestContext.Current.CancellationToken);

        streams.State.ShouldBe(KafkaStreamsState.NotRunning);
    }

    [Theory]
    [InlineData("ApplicationId", "not a name")]
    [InlineData("Threads", "0")]
    [InlineData("CommitInterval", "00:00:00")]
    [InlineData("CatchUpCommitInterval", "02:00:00")]
    [InlineData("NumStandbyReplicas", "4")]
    [InlineData("BufferedRecordsPerPartition", "0")]
    [InlineData("ApplicationServer", "here")]
    [InlineData("InternalTopicReplicationFactor", "0")]
    public async Task A_setting_out_of_its_range_is_named_at_the_start(string key, string value)
    {
        using var host = Host("in", "out", ("Streams:ApplicationId", "app"), ($"Streams:{key}", value));

        var fault = await Should.ThrowAsync<OptionsValidationException>(async () => await host.StartAsync(TestContext.Current.CancellationToken));

        fault.Message.ShouldContain($"Streams:{key} ");
    }

    private IHost Host(string from, string to, params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Kafka:BootstrapServers"] = broker.Kafka.Settings["bootstrap.servers"];
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.Services.AddStreams(builder.Configuration, _ => Topologies.Upper(from, to));
        return builder.Build();
    }
}
