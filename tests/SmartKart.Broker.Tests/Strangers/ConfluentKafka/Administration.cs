using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>Administers the cluster, a topic and its records, and a group of each protocol (<see cref="GroupAdministration"/>).</summary>
internal static class Administration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Errand errand)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = errand.Bootstrap }).Build();
        var cluster = await admin.DescribeClusterAsync();
        cluster.Nodes.ShouldHaveSingleItem().Id.ShouldBe(cluster.Controller.Id);
        $"{cluster.Controller.Host}:{cluster.Controller.Port}".ShouldBe(errand.Bootstrap);

        await MakeAsync(admin, errand.Topic);
        await ConfigureAsync(admin, new ConfigResource { Type = ResourceType.Topic, Name = errand.Topic });
        await TrimAsync(admin, errand);
        foreach (var protocol in new[] { GroupProtocol.Classic, GroupProtocol.Consumer })
            await GroupAdministration.RunAsync(admin, errand, protocol);

        await admin.DeleteTopicsAsync([errand.Topic]);
        admin.GetMetadata(Patience).Topics.ShouldNotContain(topic => topic.Topic == errand.Topic);
        Errand.Say(new { done = true });
    }

    private static async Task MakeAsync(IAdminClient admin, string topic)
    {
        var asked = new TopicSpecification { Name = topic, NumPartitions = 2, ReplicationFactor = 1, Configs = new() { ["retention.ms"] = "123456" } };
        await admin.CreateTopicsAsync([asked]);
        var refusal = await Should.ThrowAsync<CreateTopicsException>(() => admin.CreateTopicsAsync([asked]));
        refusal.Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.TopicAlreadyExists);
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]);
        var described = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]))).TopicDescriptions.ShouldHaveSingleItem();
        described.Partitions.Select(partition => partition.Partition).ShouldBe([0, 1, 2]);
        described.TopicId.ToString().ShouldNotBe("AAAAAAAAAAAAAAAAAAAAAA", "the topic has no id");
    }

    private static async Task ConfigureAsync(IAdminClient admin, ConfigResource topic)
    {
        (await ConfigAsync(admin, topic)).Value.ShouldBe("123456");
        await AlterAsync(admin, topic, AlterConfigOpType.Set, "654321");
        (await ConfigAsync(admin, topic)).Value.ShouldBe("654321");
        await AlterAsync(admin, topic, AlterConfigOpType.Delete, null);
        (await ConfigAsync(admin, topic)).IsDefault.ShouldBeTrue();
    }

    private static async Task<ConfigEntryResult> ConfigAsync(IAdminClient admin, ConfigResource topic) =>
        (await admin.DescribeConfigsAsync([topic])).ShouldHaveSingleItem().Entries["retention.ms"];

    private static async Task AlterAsync(IAdminClient admin, ConfigResource topic, AlterConfigOpType operation, string? value)
    {
        var entry = new ConfigEntry { Name = "retention.ms", Value = value, IncrementalOperation = operation };
        await admin.IncrementalAlterConfigsAsync(new() { [topic] = [entry] });
    }

    private static async Task TrimAsync(IAdminClient admin, Errand errand)
    {
        var partition = new TopicPartition(errand.Topic, 0);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = errand.Bootstrap }).Build();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => producer.ProduceAsync(partition, new()
        {
            Value = number.ToString(CultureInfo.InvariantCulture),
            Timestamp = new Timestamp(1_700_000_000_000 + number, TimestampType.CreateTime),
        })));
        (await OffsetAsync(admin, partition, OffsetSpec.Latest())).ShouldBe(10);
        (await OffsetAsync(admin, partition, OffsetSpec.Earliest())).ShouldBe(0);
        (await OffsetAsync(admin, partition, OffsetSpec.ForTimestamp(1_700_000_000_006))).ShouldBe(6);
        (await OffsetAsync(admin, partition, OffsetSpec.MaxTimestamp())).ShouldBe(9);
        var deleted = await admin.DeleteRecordsAsync([new TopicPartitionOffset(partition, 4)]);
        deleted.ShouldHaveSingleItem().Offset.Value.ShouldBe(4);
        (await OffsetAsync(admin, partition, OffsetSpec.Earliest())).ShouldBe(4);
    }

    private static async Task<long> OffsetAsync(IAdminClient admin, TopicPartition partition, OffsetSpec which) =>
        (await admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = which }]))
        .ResultInfos.ShouldHaveSingleItem().TopicPartitionOffsetError.Offset.Value;
}
