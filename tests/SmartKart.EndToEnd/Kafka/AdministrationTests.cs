using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.Kafka;

namespace SmartKart.EndToEnd.Kafka;

/// <summary>Administration through librdkafka against the embedded broker: what its mock cluster does not speak.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-administration-");
    private KafkaBroker? _broker;
    private KafkaAdmin? _admin;

    private KafkaAdmin Admin => _admin ?? throw new InvalidOperationException("InitializeAsync opens it.");

    private KafkaConfiguration Configuration => KafkaConfiguration.From(new KafkaOptions { BootstrapServers = _broker?.BootstrapServers });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var library = Repository.PathOf("deploy", "local", "native", "librdkafka", "librdkafka.so.1");
        if (!File.Exists(library)) Assert.Skip($"{library} is not there: run ./smartkart, which builds it.");
        var options = new BrokerOptions
        {
            DataDirectory = _folder.FullName, Listeners = [new ListenerOptions { Port = 0 }], Registry = null, Fsync = false, AutoCreateTopics = false,
        };
        _broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, cancellation: Stop);
        _admin = KafkaAdmin.Open(Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_broker is not null) await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Topics_are_created_each_with_its_own_outcome_and_described_with_their_ids()
    {
        (await Admin.Topics.CreateAsync([new NewTopic("a", 3), new NewTopic("b", ReplicationFactor: 1)], cancellation: Stop)).ThrowIfAnyFailed();

        var again = await Admin.Topics.CreateAsync([new NewTopic("b"), new NewTopic("c", 2), new NewTopic("no/name")], cancellation: Stop);

        again.Single(each => each.Name == "b").Error!.Code.ShouldBe(KafkaErrorCode.TopicExists);
        again.Single(each => each.Name == "c").Succeeded.ShouldBeTrue();
        again.Single(each => each.Name == "no/name").Error!.Code.ShouldBe(KafkaErrorCode.InvalidTopic);
        var topics = (await Admin.Topics.DescribeAsync(["a", "b", "c"], Stop)).Select(each => each.Value).OrderBy(topic => topic.Name).ToArray();
        topics.Select(topic => topic.Partitions.Count).ShouldBe([3, 1, 2]);
        topics.Select(topic => topic.TopicId).Distinct().Count().ShouldBe(3);
        topics.ShouldAllBe(topic => topic.TopicId != Guid.Empty && topic.Partitions.All(partition => partition.Leader != null));
    }

    [Fact]
    public async Task A_validation_alone_creates_nothing()
    {
        (await Admin.Topics.CreateAsync([new NewTopic("a")], validateOnly: true, Stop)).ThrowIfAnyFailed();

        (await Admin.Topics.ListAsync(Stop)).ShouldNotContain("a");
    }

    [Fact]
    public async Task A_deleted_topic_comes_back_under_another_id()
    {
        await Create("a");
        var first = (await Admin.Topics.DescribeAsync("a", Stop)).TopicId;

        var deleted = await Admin.Topics.DeleteAsync(["a", "never-was"], Stop);
        deleted.Single(each => each.Name == "a").Succeeded.ShouldBeTrue();
        deleted.Single(each => each.Name == "never-was").Error!.Code.ShouldBe(KafkaErrorCode.UnknownTopicOrPartition);
        (await Admin.Topics.ListAsync(Stop)).ShouldNotContain("a");

        await Create("a");
        (await Admin.Topics.DescribeAsync("a", Stop)).TopicId.ShouldNotBe(first);
    }

    [Fact]
    public async Task Partitions_are_added_and_never_taken_away()
    {
        await Create("a", partitions: 2);

        (await Admin.Topics.CreatePartitionsAsync(new Dictionary<string, int> { ["a"] = 5 }, Stop)).ThrowIfAnyFailed();
        (await Admin.Topics.DescribeAsync("a", Stop)).Partitions.Count.ShouldBe(5);

        (await Admin.Topics.CreatePartitionsAsync(new Dictionary<string, int> { ["a"] = 3 }, Stop))[0].Error!.Code.ShouldBe(KafkaErrorCode.InvalidPartitions);
    }

    [Fact]
    public async Task Single_settings_are_changed_and_the_others_stay()
    {
        (await Admin.Topics.CreateAsync(
            [new NewTopic("a", Settings: new Dictionary<string, string> { ["retention.ms"] = "1000", ["cleanup.policy"] = "compact" })], cancellation: Stop)).ThrowIfAnyFailed();
        var topic = ConfigResource.OfTopic("a");

        (await Admin.Configs.AlterAsync(
            [new(topic, "retention.ms", ConfigOperation.Delete, null), new(topic, "segment.bytes", ConfigOperation.Set, "1048576")], Stop)).ThrowIfAnyFailed();

        var own = (await Admin.Configs.DescribeAsync([topic], Stop))[0].Value.Where(entry => entry.IsOwn).ToDictionary(entry => entry.Name, entry => entry.Value);
        own.ShouldBe(new Dictionary<string, string?> { ["cleanup.policy"] = "compact", ["segment.bytes"] = "1048576" }, ignoreOrder: true);
        (await Admin.Configs.AlterAsync([new(topic, "segment.bytes", ConfigOperation.Set, "many")], Stop))[0].Error!.Code.ShouldBe(KafkaErrorCode.InvalidConfig);
        (await Admin.Configs.DescribeAsync([ConfigResource.OfTopic("never-was")], Stop))[0].Error.ShouldNotBeNull();
    }

    [Fact]
    public async Task Records_before_an_offset_are_deleted()
    {
        await Create("a", records: 10);

        var deleted = await Admin.Offsets.DeleteRecordsAsync([new("a", 0, 4)], Stop);

        deleted.ShouldHaveSingleItem().ShouldBe(new PartitionResult(new("a", 0), 4, Error: null));
        (await Admin.Offsets.ListAsync([new("a", 0)], OffsetSpec.Earliest, cancellation: Stop))[0].Offset.ShouldBe(4);
        (await Admin.Offsets.DeleteRecordsAsync([new("a", 0, 99)], Stop))[0].Error!.Code.ShouldBe(KafkaErrorCode.OffsetOutOfRange);
    }

    [Fact]
    public async Task Offsets_are_found_by_time()
    {
        await Create("a", records: 10); // a second apart, from 1,000 s on

        (await At(OffsetSpec.At(DateTimeOffset.FromUnixTimeSeconds(1_004)))).ShouldBe(4);
        (await At(OffsetSpec.At(DateTimeOffset.FromUnixTimeSeconds(2_000)))).ShouldBe(Offset.End);
        (await At(OffsetSpec.LatestTimestamp)).ShouldBe(9);

        async Task<long> At(OffsetSpec place) => (await Admin.Offsets.ListAsync([new("a", 0)], place, cancellation: Stop))[0].Offset;
    }

    [Theory]
    [InlineData("classic", GroupProtocol.Classic)]
    [InlineData("consumer", GroupProtocol.Consumer)]
    public async Task A_group_of_either_protocol_is_described_with_its_members_and_what_they_read(string protocol, GroupProtocol expected)
    {
        await Create("a", partitions: 2, records: 4);
        using var consumer = BatchConsumer.Open(
            Configuration.With("group.id", "g").With("group.protocol", protocol).With("auto.offset.reset", "earliest").With("client.id", "reader"));
        consumer.Subscribe("a");
        Consume(consumer, 4);
        consumer.Commit();

        var listed = (await Admin.Groups.ListAsync(Stop)).ShouldHaveSingleItem();
        (listed.Id, listed.Protocol, listed.IsSimple).ShouldBe(("g", expected, false));
        var group = await Admin.Groups.DescribeAsync("g", Stop);
        (group.Protocol, group.State).ShouldBe((expected, GroupState.Stable));
        group.Coordinator.ShouldNotBeNull();
        var member = group.Members.ShouldHaveSingleItem();
        member.ClientId.ShouldBe("reader");
        member.Assignment.OrderBy(each => each.Partition).ShouldBe([new("a", 0), new("a", 1)]);

        // While it has a member it is neither deleted nor moved.
        (await Admin.Groups.DeleteAsync(["g"], Stop))[0].Error!.Code.ShouldBe(KafkaErrorCode.NonEmptyGroup);
        await Should.ThrowAsync<KafkaException>(async () => (await Admin.GroupOffsets.AlterAsync("g", [new("a", 0, 0)], Stop)).ThrowIfAnyFailed());
        (await Admin.GroupOffsets.DeleteAsync("g", [new("a", 0)], Stop))[0].Error!.Code.ShouldBe(KafkaErrorCode.GroupSubscribed);

        consumer.Close();
        (await Admin.GroupOffsets.ListAsync("g", cancellation: Stop)).Select(each => each.Offset).ShouldBe([2, 2]);
        (await Admin.GroupOffsets.AlterAsync("g", [new("a", 0, 1)], Stop)).ThrowIfAnyFailed();
        (await Admin.GroupOffsets.DeleteAsync("g", [new("a", 1)], Stop)).ThrowIfAnyFailed();
        (await Admin.GroupOffsets.ListAsync("g", [new("a", 0), new("a", 1)], Stop)).Select(each => each.Offset).ShouldBe([1, Offset.None]);
        (await Admin.Groups.DeleteAsync(["g"], Stop)).ThrowIfAnyFailed();
        (await Admin.Groups.ListAsync(Stop)).ShouldBeEmpty();
    }

    private async Task Create(string topic, int partitions = 1, int records = 0)
    {
        (await Admin.Topics.CreateAsync([new NewTopic(topic, partitions)], cancellation: Stop)).ThrowIfAnyFailed();
        if (records == 0) return;
        using var producer = BatchProducer.Open(Configuration);
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < records; n++) batch.Add(default, Encoding.UTF8.GetBytes($"{n}"), n % partitions, timestampMs: (1_000 + n) * 1_000L);
        producer.Send(batch, Stop);
        producer.Flush(Stop);
    }

    private static void Consume(BatchConsumer consumer, int records)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        for (var read = 0; read < records;)
        {
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(TimeSpan.FromSeconds(30), "the records were not read in time");
            using var batch = consumer.Consume(TimeSpan.FromMilliseconds(100), Stop);
            read += batch.Count;
        }
    }
}
