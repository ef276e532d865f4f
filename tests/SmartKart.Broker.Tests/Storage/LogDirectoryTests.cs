using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public sealed class LogDirectoryTests : IDisposable
{
    private static readonly TopicPartition Clicks = new("clickstream", 3);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Partitions_are_there_again_after_a_restart()
    {
        using (var directory = Open())
        {
            directory.Create(Clicks, LogSettings.Default).Append(TestBatches.Of(4));
            directory.Create(new TopicPartition("a-1", 0), LogSettings.Default);
            directory.Create(Clicks, LogSettings.Default).LogEndOffset.ShouldBe(4);
        }
        using var again = Open();
        again.Logs.Select(log => log.Key.ToString()).Order().ShouldBe(["a-1-0", "clickstream-3"]);
        again.Find(Clicks)!.LogEndOffset.ShouldBe(4);
    }

    [Fact]
    public void A_second_opener_is_refused_and_told_who_has_it()
    {
        using (Open())
        {
            var refusal = Should.Throw<DirectoryInUseException>(() => Open().Dispose());
            refusal.Message.ShouldContain(_folder["data"]);
            refusal.Message.ShouldContain($"process {Environment.ProcessId}");
        }
        Open().Dispose();
    }

    [Fact]
    public void A_deleted_partition_is_gone_but_what_a_reader_has_open_stays()
    {
        using var directory = Open();
        var log = directory.Create(Clicks, LogSettings.Default);
        var batch = TestBatches.Of(1);
        log.Append(batch);
        using var read = log.Read(0, 1);
        directory.Delete(Clicks).ShouldBeTrue();
        directory.Delete(Clicks).ShouldBeFalse();
        read.Slice.BytesOf().ShouldBe(batch);
        Should.Throw<ObjectDisposedException>(() => log.Append(batch));
        Should.Throw<ObjectDisposedException>(() => log.Read(0, 1));
        directory.Create(Clicks, LogSettings.Default).LogEndOffset.ShouldBe(0);
    }

    [Fact]
    public void A_deletion_cut_short_is_finished()
    {
        Open().Dispose();
        Directory.CreateDirectory(_folder["data/0123-delete/inner"]);
        Open().Dispose();
        Directory.Exists(_folder["data/0123-delete"]).ShouldBeFalse();
    }

    [Fact]
    public void A_damaged_partition_is_named_and_the_lock_is_given_back()
    {
        using (var directory = Open()) directory.Create(Clicks, LogSettings.Default).Append(TestBatches.Of(4));
        var checkpoint = _folder["data/clickstream-3/checkpoint"];
        var sound = File.ReadAllBytes(checkpoint);
        File.WriteAllText(checkpoint, "no");
        Should.Throw<CorruptLogException>(() => Open().Dispose()).File.ShouldBe(checkpoint);
        File.WriteAllBytes(checkpoint, sound);
        Open().Dispose();
    }

    [Theory, InlineData(""), InlineData("."), InlineData(".."), InlineData("a/b"), InlineData("ü"), InlineData("a b")]
    public void What_Kafka_does_not_allow_as_a_topic_is_no_folder(string topic)
    {
        using var directory = Open();
        Should.Throw<ArgumentException>(() => directory.Create(new TopicPartition(topic, 0), LogSettings.Default));
    }

    [Fact]
    public void A_folders_name_says_its_partition_or_it_is_none()
    {
        TopicPartition.TryParse("a-b-12", out var partition).ShouldBeTrue();
        partition.ShouldBe(new TopicPartition("a-b", 12));
        foreach (var other in new[] { "a", "a-", "-1", "a-01", "a-x", "0123-delete" }) TopicPartition.TryParse(other, out _).ShouldBeFalse(other);
    }

    private LogDirectory Open() => LogDirectory.Open(_folder["data"], new LogEnvironment(), _ => LogSettings.Default);
}
