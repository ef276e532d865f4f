using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Storage;

public sealed class OpenSegmentsTests : IDisposable
{
    private const int Batches = 60, Places = 4, FilesEach = 3;

    private static readonly LogSettings Tiny = new() { SegmentBytes = 100, IndexIntervalBytes = 0 };

    private readonly TestFolder _folder = new();
    private readonly LogEnvironment _environment = new() { OpenSegments = new OpenSegments(Places) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Old_segments_stay_open_only_as_far_as_there_are_places()
    {
        using var log = Filled();
        log.Segments.Length.ShouldBe(Batches);
        log.SaveCheckpoint();
        OpenFiles().ShouldBe((Places + 1) * FilesEach, "and the active one");
        log.ReadBatches(0).Count.ShouldBe(Batches);
        for (var offset = 0; offset < Batches; offset++) log.FindTime(1_000 + offset)!.Value.Offset.ShouldBe(offset);
        log.RepairIndexes();
        OpenFiles().ShouldBe((Places + 1) * FilesEach);
    }

    [Fact]
    public void A_log_of_many_segments_opens_with_few_files_and_without_reading_it()
    {
        Filled().Dispose();
        OpenFiles().ShouldBe(0);
        using var log = PartitionLog.Open(_folder["t-0"], Tiny, _environment);
        log.Recovered.ScannedBytes.ShouldBe(0);
        OpenFiles().ShouldBe((Places + 1) * FilesEach);
        log.ReadBatches(0).Count.ShouldBe(Batches);
    }

    [Fact]
    public void What_a_reader_holds_stays_open_whatever_others_read_and_whatever_is_deleted()
    {
        using var log = Filled();
        log.SaveCheckpoint();
        using (var read = log.Read(3, 1))
        {
            log.ReadBatches(0).Count.ShouldBe(Batches);
            log.DeleteRecordsBefore(50);
            new RecordBatch(read.Slice.BytesOf()).BaseOffset.ShouldBe(3);
        }
        log.ReadBatches(50).Count.ShouldBe(10);
        OpenFiles().ShouldBe((Places + 1) * FilesEach);
    }

    [Fact]
    public void A_scan_for_producers_gives_back_what_it_read()
    {
        using var log = Filled();
        log.SaveCheckpoint();
        var seen = 0;
        for (var pass = 0; pass < 3; pass++) ProducerScan.Run(log, 0, (in RecordBatch _) => seen++);
        seen.ShouldBe(3 * Batches);
        OpenFiles().ShouldBe((Places + 1) * FilesEach);
        log.ReadBatches(0).Count.ShouldBe(Batches);
    }

    [Fact]
    public void A_segment_that_becomes_the_active_one_again_takes_appends()
    {
        using var log = Filled();
        log.SaveCheckpoint();
        log.TruncateTo(20);
        log.Append(TestBatches.Of(1)).BaseOffset.ShouldBe(20);
        log.SaveCheckpoint();
        log.ReadBatches(0).Count.ShouldBe(21);
    }

    [Fact]
    public void A_file_that_somebody_else_deleted_is_named_when_it_is_read()
    {
        using var log = Filled();
        log.SaveCheckpoint();
        log.ReadBatches(30).Count.ShouldBe(30);
        var doomed = log.Segments[5].LogPath;
        File.Delete(doomed);
        Should.Throw<CorruptLogException>(() => log.Read(5, 1).Dispose()).File.ShouldBe(doomed);
        log.ReadBatches(6).Count.ShouldBe(54);
    }

    private PartitionLog Filled()
    {
        var log = PartitionLog.Open(_folder["t-0"], Tiny, _environment);
        for (var count = 0; count < Batches; count++) log.Append(TestBatches.Of(1, timestampMs: 1_000 + count));
        return log;
    }

    private int OpenFiles()
    {
        if (!Directory.Exists("/proc/self/fd")) Assert.Skip("/proc/self/fd is missing: only Linux tells which files a process has open.");
        return new DirectoryInfo("/proc/self/fd").GetFiles().Count(file => file.LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true);
    }
}
