using SmartKart.Broker.Storage;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class LogCleanerTests : IDisposable
{
    private static readonly TopicPartition Clicks = new("clickstream", 0), Products = new("product_upserted", 0), Others = new("product_upserted", 1);
    private static readonly LogSettings Compacted = new() { Cleanup = CleanupPolicy.Compact, SegmentBytes = 500, MinCleanableRatio = 0.5 };

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(1_000_000);
    private readonly RecordingLogger<LogCleaner> _log = new();
    private readonly LogDirectory _directory;

    public LogCleanerTests() => _directory = LogDirectory.Open(_folder["data"], new LogEnvironment { Time = _time }, _ => Compacted);

    public void Dispose()
    {
        _directory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_task_comes_in_its_time()
    {
        var clicks = _directory.Create(Clicks, new LogSettings { RetentionAge = TimeSpan.FromMinutes(2) });
        clicks.Append(TestBatches.Of(3, timestampMs: 1_000_000));
        var products = _directory.Create(Products, Compacted);
        Fill(products, 20);
        await using var cleaner = Cleaner(new LogCleanerOptions());
        _time.Advance(TimeSpan.FromSeconds(14));
        _log.TryNext(out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _log.NextAsync()).Message.ShouldStartWith("product_upserted-0 was compacted up to offset");
        clicks.NeedsCheckpoint.ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(5));
        (await _log.NextAsync()).Message.ShouldBe("clickstream-0 let 1 old segments go; it now begins at offset 3");
    }

    [Fact]
    public async Task The_dirtiest_log_is_compacted_first_and_a_clean_one_not_at_all()
    {
        Fill(_directory.Create(Products, Compacted), 40);
        await using var cleaner = Cleaner();
        cleaner.CompactDirty();
        (await _log.NextAsync()).Message.ShouldStartWith("product_upserted-0");
        Fill(_directory.Find(Products)!, 40);
        Fill(_directory.Create(Others, Compacted), 40);
        cleaner.CompactDirty();
        (await _log.NextAsync()).Message.ShouldStartWith("product_upserted-1", customMessage: "all of it is dirty, the other was compacted before");
        (await _log.NextAsync()).Message.ShouldStartWith("product_upserted-0");
        cleaner.CompactDirty();
        _log.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_behind_the_last_stable_offset_is_compacted()
    {
        Fill(_directory.Create(Products, Compacted), 40);
        await using var cleaner = Cleaner(stable: 0);
        cleaner.CompactDirty();
        _log.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_log_is_told_of_once_and_leaves_the_others_going()
    {
        var damaged = _directory.Create(Products, Compacted);
        Fill(damaged, 40);
        Fill(_directory.Create(Others, Compacted), 40);
        var bytes = File.ReadAllBytes(damaged.Segments[0].LogPath);
        bytes[70] ^= 1;
        File.WriteAllBytes(damaged.Segments[0].LogPath, bytes);
        await using var cleaner = Cleaner();
        cleaner.CompactDirty();
        var lines = new[] { await _log.NextAsync(), await _log.NextAsync() };
        lines.Select(line => line.Id).Order().ShouldBe([1201, 1212]);
        lines.Single(line => line.Id == 1212).Message.ShouldStartWith("product_upserted-0 is damaged");
        cleaner.CompactDirty();
        _log.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_fault_that_may_pass_is_told_of_and_tried_again()
    {
        var log = _directory.Create(Products, Compacted);
        Fill(log, 40);
        var obstacle = Path.Combine(log.DirectoryPath, SegmentFiles.Name(0) + ".log.cleaned");
        Directory.CreateDirectory(Path.Combine(obstacle, "in the way"));
        await using var cleaner = Cleaner();
        cleaner.CompactDirty();
        (await _log.NextAsync()).Id.ShouldBe(1211);
        Directory.Delete(obstacle, recursive: true);
        cleaner.CompactDirty();
        (await _log.NextAsync()).Id.ShouldBe(1201);
    }

    [Fact]
    public async Task A_checkpoint_is_written_only_where_something_was_appended()
    {
        var log = _directory.Create(Clicks, LogSettings.Default);
        log.Append(TestBatches.Of(3));
        await using var cleaner = Cleaner();
        cleaner.SaveCheckpoints();
        log.NeedsCheckpoint.ShouldBeFalse();
        var first = File.ReadAllText(Checkpoint.PathOf(log.DirectoryPath));
        File.Delete(Checkpoint.PathOf(log.DirectoryPath));
        cleaner.SaveCheckpoints();
        File.Exists(Checkpoint.PathOf(log.DirectoryPath)).ShouldBeFalse("nothing has changed");
        log.Append(TestBatches.Of(1));
        cleaner.SaveCheckpoints();
        File.ReadAllText(Checkpoint.PathOf(log.DirectoryPath)).ShouldNotBe(first);
    }

    [Fact]
    public async Task An_index_that_a_read_found_wrong_is_made_again()
    {
        var log = _directory.Create(Clicks, new LogSettings { IndexIntervalBytes = 0 });
        for (var count = 0; count < 40; count++) log.Append(TestBatches.Of(1));
        log.SaveCheckpoint();
        var index = Path.ChangeExtension(log.Segments[0].LogPath, SegmentFiles.Index);
        var entries = File.ReadAllBytes(index);
        for (var at = OffsetIndex.EntryBytes - 1; at < entries.Length; at += OffsetIndex.EntryBytes) entries[at] ^= 1;       // each position off by one
        using (var file = new FileStream(index, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)) file.Write(entries);
        for (var offset = 0; offset < 40; offset++) log.Read(offset, 1).Dispose();
        log.HasSuspectIndexes.ShouldBeTrue();
        await using var cleaner = Cleaner();
        cleaner.ApplyRetention();
        (await _log.NextAsync()).Id.ShouldBe(1202);
        log.HasSuspectIndexes.ShouldBeFalse();
    }

    [Fact]
    public async Task It_stops_within_a_moment_and_looks_no_more()
    {
        Fill(_directory.Create(Products, Compacted), 40);
        var cleaner = Cleaner(new LogCleanerOptions());
        await cleaner.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromHours(1));
        _log.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_compaction_that_is_stopped_leaves_the_log_as_it_was()
    {
        var log = _directory.Create(Products, Compacted);
        Fill(log, 40);
        var before = log.ReadRecords();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => new Compaction(log, _time, stop.Token).Run());
        log.ReadRecords().ShouldBe(before);
        Directory.GetFiles(log.DirectoryPath, "*.cleaned").ShouldBeEmpty();
    }

    private static void Fill(PartitionLog log, int records)
    {
        for (var count = 0; count < records; count++) log.Append(TestBatches.Of([($"k{count % 3}", $"{count}")], timestampMs: 1_000_000));
        log.Roll();
    }

    /// <summary>Unless told otherwise, one that does only what the test tells it to.</summary>
    private LogCleaner Cleaner(LogCleanerOptions? options = null, long stable = long.MaxValue) =>
        new(_directory, _ => stable, _time, _log, options ?? new LogCleanerOptions());
}
