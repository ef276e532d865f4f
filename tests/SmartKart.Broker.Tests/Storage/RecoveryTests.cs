using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public sealed class RecoveryTests : IDisposable
{
    private static readonly LogSettings Small = new() { SegmentBytes = 1_500, IndexIntervalBytes = 200 };

    private readonly TestFolder _folder = new();

    private string Home => _folder["t-0"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_clean_stop_reopens_without_reading_the_log()
    {
        Fill(30);
        using var log = Open(Home);
        log.Recovered.ShouldBe(new RecoveryReport(0, 0));
        log.LogEndOffset.ShouldBe(30);
        log.ReadBatches(0).Count.ShouldBe(30);
    }

    [Fact]
    public void After_a_crash_only_what_no_checkpoint_vouches_for_is_read()
    {
        using var log = Open(Home);
        for (var count = 0; count < 10; count++) log.Append(TestBatches.Of(1));
        log.SaveCheckpoint();
        var bytes = TestBatches.Of(1).Length;
        log.Append(TestBatches.Of(1));
        using var reopened = Open(_folder.Crash(Home));
        reopened.Recovered.ShouldBe(new RecoveryReport(bytes, 0));
        reopened.LogEndOffset.ShouldBe(11);
    }

    [Fact]
    public void A_tail_torn_at_any_byte_of_the_last_batch_is_cut_off_and_nothing_else()
    {
        long before, after;
        string crash;
        using (var log = Open(Home))
        {
            for (var count = 0; count < 3; count++) log.Append(TestBatches.Of(2));
            before = log.SizeBytes;
            log.Append(TestBatches.Of(2));
            after = log.SizeBytes;
            crash = _folder.Crash(Home);
        }
        for (var length = before; length <= after; length++)
        {
            var torn = _folder.Crash(crash);
            Cut(LogFile(torn, 0), length);
            using var log = Open(torn);
            log.LogEndOffset.ShouldBe(length == after ? 8 : 6, $"{length} bytes");
            log.Recovered.CutBytes.ShouldBe(length == after ? 0 : length - before);
            log.Append(TestBatches.Of(1)).BaseOffset.ShouldBe(log.LogEndOffset - 1);
            log.ReadBatches(0).Count.ShouldBe(length == after ? 5 : 4);
        }
    }

    [Fact]
    public void A_bit_flipped_before_the_last_batch_is_refused_with_the_files_name()
    {
        var crash = CrashWith(6);
        var last = new FileInfo(LogFile(crash, 0)).Length - TestBatches.Of(1).Length;
        for (var at = 0L; at < last; at++)
        {
            if (at % TestBatches.Of(1).Length is >= 12 and < 16) continue;      // the leader epoch, which no checksum covers
            Flip(LogFile(crash, 0), at);
            Should.Throw<CorruptLogException>(() => Open(crash).Dispose(), $"byte {at}").File.ShouldBe(LogFile(crash, 0));
            Flip(LogFile(crash, 0), at);
        }
        using var log = Open(crash);
        log.LogEndOffset.ShouldBe(6);
    }

    [Fact]
    public void Damage_in_a_file_that_others_follow_is_refused_where_it_is_read_at_all()
    {
        using var log = Open(Home, Small);
        while (log.Segments.Length < 3) log.Append(TestBatches.Of(1));
        var crash = _folder.Crash(Home);
        var first = LogFile(crash, 0);
        Cut(first, new FileInfo(first).Length - 1);
        Should.Throw<CorruptLogException>(() => Open(crash, Small).Dispose()).File.ShouldBe(first);
    }

    [Fact]
    public void A_file_cut_below_what_was_durable_is_refused()
    {
        Fill(5);
        Cut(LogFile(Home, 0), 100);
        Should.Throw<CorruptLogException>(() => Open(Home).Dispose()).Message.ShouldContain("00000000000000000000.log: the file has 100 bytes");
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void A_missing_file_is_refused_by_its_name(int missing)
    {
        Fill(60, Small);
        var files = Directory.GetFiles(Home, "*.log").Order().ToArray();
        files.Length.ShouldBeGreaterThan(3);
        var doomed = missing == 2 ? files[^1] : files[missing];
        File.Delete(doomed);
        Should.Throw<CorruptLogException>(() => Open(Home, Small).Dispose()).File.ShouldBe(doomed);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_a_missing_one_costs_a_scan()
    {
        Fill(20, Small);
        var checkpoint = Path.Combine(Home, Checkpoint.FileName);
        var sound = File.ReadAllBytes(checkpoint);
        for (var at = 0; at < sound.Length; at++)
        {
            Flip(checkpoint, at);
            Should.Throw<CorruptLogException>(() => Open(Home, Small).Dispose(), $"byte {at}").File.ShouldBe(checkpoint);
            Flip(checkpoint, at);
        }
        File.Delete(checkpoint);
        using var log = Open(Home, Small);
        log.LogEndOffset.ShouldBe(20);
        log.Recovered.ScannedBytes.ShouldBe(log.SizeBytes);
    }

    [Theory, InlineData(".index"), InlineData(".timeindex")]
    public void An_index_that_is_missing_or_cut_anywhere_is_made_again(string extension)
    {
        Fill(40, Small with { SegmentBytes = 1 << 20 });
        var index = Path.Combine(Home, SegmentFiles.Name(0) + extension);
        var whole = File.ReadAllBytes(index);
        whole.Length.ShouldBeGreaterThan(40);
        for (var length = -1; length < whole.Length; length++)
        {
            if (length < 0) File.Delete(index); else File.WriteAllBytes(index, whole[..length]);
            using (var log = Open(Home, Small with { SegmentBytes = 1 << 20 })) Answers(log, 40);
            File.ReadAllBytes(index).ShouldBe(whole, $"cut to {length} bytes");
        }
    }

    [Theory, InlineData(".index"), InlineData(".timeindex")]
    public void A_flipped_byte_in_an_index_never_changes_an_answer(string extension)
    {
        var settings = Small with { SegmentBytes = 1 << 20 };
        Fill(40, settings);
        var index = Path.Combine(Home, SegmentFiles.Name(0) + extension);
        var bytes = new FileInfo(index).Length;
        for (var at = 0L; at < bytes; at++)
        {
            var copy = _folder.Crash(Home);
            Flip(Path.Combine(copy, Path.GetFileName(index)), at, mask: (byte)(1 << (int)(at % 8)));
            using var log = Open(copy, settings);
            Answers(log, 40);
            log.RepairIndexes();
            log.Segments[0].HasSuspectIndex.ShouldBeFalse();
            Answers(log, 40);
        }
    }

    [Fact]
    public void A_deletion_or_a_compaction_cut_short_is_finished_or_undone()
    {
        Fill(60, Small);
        var bases = SegmentFiles.BaseOffsets(Home);
        File.WriteAllBytes(Path.Combine(Home, SegmentFiles.Name(bases[1]) + ".log.cleaned"), [1, 2, 3]);
        File.WriteAllBytes(Path.Combine(Home, "00000000000000099999.index"), new byte[8]);
        // A finished copy of the first two files, not yet in their place.
        var both = bases[..2].SelectMany(offset => File.ReadAllBytes(LogFile(Home, offset))).ToArray();
        File.WriteAllBytes(SegmentFiles.SwapPath(Home, bases[0], bases[2]), both);
        using var log = Open(Home, Small);
        log.Segments.Select(segment => segment.BaseOffset).ShouldBe([bases[0], .. bases[2..]]);
        log.ReadBatches(0).Count.ShouldBe(60);
        Directory.GetFiles(Home).Select(Path.GetExtension).Distinct().Order().ShouldBe(["", ".index", ".log", ".timeindex"]);
    }

    private static void Answers(PartitionLog log, int records)
    {
        log.LogEndOffset.ShouldBe(records);
        for (var offset = 0; offset < records; offset++)
        {
            using var read = log.Read(offset, 1);
            new RecordBatch(read.Slice.BytesOf()).BaseOffset.ShouldBe(offset);
            log.FindTime(1_000 + offset).ShouldBe(new OffsetAtTime(offset, 1_000 + offset));
        }
        log.FindTime(1_000 + records).ShouldBeNull();
    }

    private void Fill(int batches, LogSettings? settings = null)
    {
        using var log = Open(Home, settings);
        for (var count = 0; count < batches; count++) log.Append(TestBatches.Of(1, timestampMs: 1_000 + count));
    }

    private string CrashWith(int batches)
    {
        using var log = Open(Home);
        log.SaveCheckpoint();
        for (var count = 0; count < batches; count++) log.Append(TestBatches.Of(1));
        return _folder.Crash(Home);
    }

    private static PartitionLog Open(string folder, LogSettings? settings = null) => PartitionLog.Open(folder, settings ?? LogSettings.Default, new LogEnvironment());

    private static string LogFile(string folder, long offset) => SegmentFiles.PathOf(folder, offset, SegmentFiles.Log);

    private static void Cut(string file, long length)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(length);
    }

    private static void Flip(string file, long at, byte mask = 1)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= mask;
        File.WriteAllBytes(file, bytes);
    }
}
