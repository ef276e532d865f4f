using Microsoft.Win32.SafeHandles;
using SmartKart.Broker.Storage;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class PartitionLogTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private PartitionLog Open(LogSettings? settings = null, LogEnvironment? environment = null, IAppendAdmission? admission = null) =>
        PartitionLog.Open(_folder["t-0"], settings ?? LogSettings.Default, environment ?? new LogEnvironment(), admission);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Offsets_rise_by_the_number_of_records()
    {
        using var log = Open();
        log.Append(TestBatches.Of(3)).ShouldBe(new AppendResult(AppendFault.None, 0, 2, -1, 0));
        log.Append(TestBatches.Of(2)).ShouldBe(new AppendResult(AppendFault.None, 3, 4, -1, 0));
        (log.LogEndOffset, log.HighWatermark).ShouldBe((5, 5));
    }

    [Fact]
    public void Several_batches_in_one_append_get_offsets_one_behind_another()
    {
        using var log = Open();
        log.Append([.. TestBatches.Of(2), .. TestBatches.Of(3)]).LastOffset.ShouldBe(4);
        log.ReadBatches(0).Select(batch => new RecordBatch(batch).BaseOffset).ShouldBe([0L, 2L]);
    }

    [Fact]
    public void What_is_no_sound_batch_is_refused_by_Kafkas_name_for_it_and_nothing_is_appended()
    {
        using var log = Open(new LogSettings { MaxBatchBytes = 500 });
        var damaged = TestBatches.Of(1);
        damaged[^1] ^= 1;
        var old = TestBatches.Of(1);
        old[16] = 1;
        log.Append(damaged).Fault.ShouldBe(AppendFault.Corrupt);
        log.Append([]).Fault.ShouldBe(AppendFault.Corrupt);
        log.Append(TestBatches.Of(1).AsSpan(0, 65).ToArray()).Fault.ShouldBe(AppendFault.Corrupt);
        log.Append([.. TestBatches.Of(1), 1, 2, 3]).Fault.ShouldBe(AppendFault.Corrupt);
        log.Append(old).Fault.ShouldBe(AppendFault.UnsupportedVersion);
        log.Append(TestBatches.Of(1, valueBytes: 500)).Fault.ShouldBe(AppendFault.TooLarge);
        log.Append(TestBatches.Marker(1, commit: true)).Fault.ShouldBe(AppendFault.InvalidRecord);
        (log.LogEndOffset, log.SizeBytes).ShouldBe((0, 0));
        log.Append(TestBatches.Marker(1, commit: true), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
    }

    [Fact]
    public void A_compacted_log_takes_no_record_without_a_key()
    {
        using var log = Open(new LogSettings { Cleanup = CleanupPolicy.Compact });
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader());
        writer.Append(1, ""u8, "v"u8, hasKey: false);
        log.Append(writer.Finish().Span).Fault.ShouldBe(AppendFault.InvalidRecord);
    }

    [Fact]
    public void Log_append_time_comes_from_the_clock()
    {
        using var log = Open(new LogSettings { StampsAppendTime = true }, new LogEnvironment { Time = new ManualTime(42_000) });
        log.Append(TestBatches.Of(1)).AppendTimeMs.ShouldBe(42_000);
        new RecordBatch(log.ReadBatches(0).Single()).MaxTimestamp.ShouldBe(42_000);
    }

    [Fact]
    public void A_read_yields_whole_batches_within_the_limit_and_at_least_one()
    {
        using var log = Open();
        var bytes = TestBatches.Of(2).Length;
        for (var count = 0; count < 10; count++) log.Append(TestBatches.Of(2));
        Length(log, 0, bytes * 3 + 1).ShouldBe(bytes * 3);
        Length(log, 5, bytes * 3 - 1).ShouldBe(bytes * 2);
        Length(log, 0, 1).ShouldBe(bytes);
        Length(log, 0, int.MaxValue).ShouldBe(bytes * 10);
        Length(log, 20, 100).ShouldBe(0);
        using var none = log.Read(0, 1, atLeastOne: false);
        none.Slice.IsEmpty.ShouldBeTrue();
        using var stable = log.Read(0, int.MaxValue, endOffset: 4);
        stable.Slice.Length.ShouldBe(bytes * 2);
        using var beyond = log.Read(21, 1);
        beyond.IsOutOfRange.ShouldBeTrue();

        static int Length(PartitionLog log, long offset, int maxBytes)
        {
            using var read = log.Read(offset, maxBytes);
            return read.Slice.Length;
        }
    }

    [Fact]
    public void A_segment_is_closed_before_it_would_outgrow_its_size()
    {
        var bytes = TestBatches.Of(1).Length;
        using var log = Open(new LogSettings { SegmentBytes = bytes * 3 });
        for (var count = 0; count < 7; count++) log.Append(TestBatches.Of(1));
        log.Segments.Select(segment => segment.BaseOffset).ShouldBe([0L, 3L, 6L]);
        log.ReadBatches(0).Count.ShouldBe(7);
    }

    [Fact]
    public void A_segment_is_closed_when_batches_are_newer_than_its_first_by_its_age()
    {
        using var log = Open(new LogSettings { SegmentAge = TimeSpan.FromSeconds(10) });
        foreach (var time in new long[] { 1_000, 11_000, 11_001, 5_000 }) log.Append(TestBatches.Of(1, timestampMs: time));
        log.Segments.Select(segment => segment.BaseOffset).ShouldBe([0L, 2L]);
    }

    [Fact]
    public void A_record_is_found_by_its_time()
    {
        using var log = Open(new LogSettings { SegmentBytes = 2_000, IndexIntervalBytes = 100 });
        for (var index = 0; index < 100; index++) log.Append(TestBatches.Of(2, timestampMs: 1_000 + index / 2 * 10));
        log.FindTime(0).ShouldBe(new OffsetAtTime(0, 1_000));
        log.FindTime(1_001).ShouldBe(new OffsetAtTime(4, 1_010));
        log.FindTime(1_490).ShouldBe(new OffsetAtTime(196, 1_490));
        log.FindTime(1_491).ShouldBeNull();
        log.DeleteRecordsBefore(51);
        log.FindTime(0).ShouldBe(new OffsetAtTime(51, 1_120));
    }

    [Fact]
    public void Times_out_of_order_are_found_where_the_first_newer_record_lies()
    {
        var random = new Random(7);
        using var log = Open(new LogSettings { SegmentBytes = 3_000, IndexIntervalBytes = 200 });
        var times = Enumerable.Range(0, 200).Select(_ => (long)random.Next(1_000)).ToArray();
        foreach (var time in times) log.Append(TestBatches.Of(1, timestampMs: time));
        for (var wanted = 0; wanted <= 1_000; wanted++)
        {
            var expected = Array.FindIndex(times, time => time >= wanted);
            log.FindTime(wanted).ShouldBe(expected < 0 ? null : new OffsetAtTime(expected, times[expected]), $"{wanted}");
        }
    }

    [Fact]
    public void Deleted_records_are_out_of_range_and_stay_so_after_a_crash()
    {
        using var log = Open(new LogSettings { SegmentBytes = 300 });
        for (var count = 0; count < 10; count++) log.Append(TestBatches.Of(1));
        log.DeleteRecordsBefore(6).ShouldBe(6);
        log.DeleteRecordsBefore(4).ShouldBe(6);
        log.Segments[0].BaseOffset.ShouldBeLessThanOrEqualTo(6);
        Should.Throw<ArgumentOutOfRangeException>(() => log.DeleteRecordsBefore(11));
        using var read = log.Read(5, 100);
        read.IsOutOfRange.ShouldBeTrue();
        using var reopened = PartitionLog.Open(_folder.Crash(_folder["t-0"]), LogSettings.Default, new LogEnvironment());
        (reopened.LogStartOffset, reopened.LogEndOffset).ShouldBe((6, 10));
    }

    [Fact]
    public void An_open_slice_outlives_the_deletion_of_its_segment()
    {
        using var log = Open(new LogSettings { SegmentBytes = 100 });
        var expected = TestBatches.Of(1);
        for (var count = 0; count < 3; count++) log.Append(TestBatches.Of(1));
        using (var read = log.Read(0, int.MaxValue))
        {
            log.DeleteRecordsBefore(3);
            File.Exists(_folder["t-0/00000000000000000000.log"]).ShouldBeFalse();
            read.Slice.BytesOf().ShouldBe(expected);
        }
        log.Segments.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_is_woken_by_the_next_append()
    {
        using var log = Open();
        var signal = new DataSignal();
        log.Watch(signal);
        var waiting = signal.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        log.Append(TestBatches.Of(1));
        (await waiting).ShouldBeTrue();
        log.Append(TestBatches.Of(1));
        (await signal.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBeTrue("an append between two waits is not lost");
        log.Unwatch(signal);
        log.Append(TestBatches.Of(1));
        (await signal.WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public void An_admission_sees_each_batch_and_may_refuse_it()
    {
        var admission = new SequenceAdmission();
        using var log = Open(admission: admission);
        log.Append(Sequenced(0)).BaseOffset.ShouldBe(0);
        log.Append(Sequenced(1)).BaseOffset.ShouldBe(1);
        log.Append(Sequenced(1)).ShouldBe(new AppendResult(AppendFault.Duplicate, 1, 1, -1, 0));
        log.Append(Sequenced(5)).Fault.ShouldBe(AppendFault.OutOfOrderSequence);
        log.LogEndOffset.ShouldBe(2);
        log.TruncateTo(1);
        admission.TruncatedTo.ShouldBe(1);

        static byte[] Sequenced(int sequence) => TestBatches.Of([("k", "v")], header: new BatchHeader { ProducerId = 9, ProducerEpoch = 0, BaseSequence = sequence });
    }

    [Fact]
    public async Task A_failed_fsync_fails_who_waits_and_every_append_after_it_until_the_log_is_opened_again()
    {
        var fails = false;
        await using var commit = new GroupCommit();
        var environment = new LogEnvironment { Commit = commit, Sync = file => Sync(file, ref fails) };
        using (var log = Open(environment: environment))
        {
            log.Append(TestBatches.Of(1));
            await log.DurableAsync();
            fails = true;
            log.Append(TestBatches.Of(1));
            (await Should.ThrowAsync<LogFlushException>(log.DurableAsync())).Directory.ShouldBe(_folder["t-0"]);
            fails = false;                                     // the disk says that all is well again, and is not believed
            await Should.ThrowAsync<LogFlushException>(log.DurableAsync());
            Should.Throw<LogFlushException>(() => log.Append(TestBatches.Of(1)));
            Should.Throw<LogFlushException>(log.Flush);
        }
        using var reopened = Open();
        reopened.LogEndOffset.ShouldBe(2);
        reopened.Append(TestBatches.Of(1)).BaseOffset.ShouldBe(2);

        static void Sync(SafeFileHandle file, ref bool fails)
        {
            if (fails) throw new IOException("EIO");
            RandomAccess.FlushToDisk(file);
        }
    }

    [Fact]
    public void Appending_and_reading_allocate_nothing()
    {
        using var log = Open();
        var batch = TestBatches.Of(50, valueBytes: 100);
        // The runtime may compile a method anew in between, and a busy machine later than usual: that is some hundred bytes, once.
        Enumerable.Range(0, 4).Min(_ => Allocated(log, batch)).ShouldBeLessThan(500);       // less than a byte for each

        static long Allocated(PartitionLog log, byte[] batch)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var count = 0; count < 500; count++) Round(log, batch);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Round(PartitionLog log, byte[] batch)
        {
            var appended = log.Append(batch);
            using var read = log.Read(appended.BaseOffset, 1 << 16);
            if (read.Slice.Length != batch.Length) throw new InvalidOperationException("not what was appended");
        }
    }

    private sealed class SequenceAdmission : IAppendAdmission
    {
        private int _next;
        private long _lastOffset = -1;

        public long TruncatedTo { get; private set; } = -1;

        public Admission Admit(in RecordBatch batch, AppendSource source) =>
            batch.BaseSequence == _next ? new Admission(AppendFault.None)
            : batch.BaseSequence == _next - 1 ? new Admission(AppendFault.Duplicate, _lastOffset, _lastOffset)
            : new Admission(AppendFault.OutOfOrderSequence);

        public void Appended(in RecordBatch batch) => (_next, _lastOffset) = (batch.BaseSequence + batch.Count, batch.LastOffset);

        public void Truncated(long endOffset) => TruncatedTo = endOffset;

        public void Dropping()
        {
        }
    }
}
