using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class ProducerSnapshotTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(1_700_000_000_000);

    private string Home => _folder["t-0"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_a_clean_stop_all_is_known_and_nothing_is_scanned()
    {
        var (log, producers) = Open(Home);
        Fill(log, producers);
        producers.SaveSnapshot();
        log.Dispose();
        HoldsWhatWasFilled(Home).ShouldBe(0);
    }

    [Fact]
    public void After_a_crash_what_no_snapshot_tells_is_learnt_from_the_log()
    {
        var (log, producers) = Open(Home);
        log.Append(TestProducer.Batch(1, 0, 0));
        producers.SaveSnapshot();
        log.Append(TestBatches.Of(1));
        Fill(log, producers);
        var crash = _folder.Crash(Home);
        log.Dispose();
        HoldsWhatWasFilled(crash, at: 2).ShouldBe(8);
    }

    [Fact]
    public void A_snapshot_damaged_anywhere_or_cut_anywhere_is_as_good_as_none()
    {
        var (log, producers) = Open(Home);
        Fill(log, producers);
        producers.SaveSnapshot();
        log.Dispose();
        var whole = File.ReadAllBytes(Snapshot(Home, 7));
        for (var at = 0; at < whole.Length; at++)
        {
            File.WriteAllBytes(Snapshot(Home, 7), at % 2 == 0 ? [.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]] : whole[..at]);
            HoldsWhatWasFilled(Home).ShouldBe(7, $"byte {at}");
        }
    }

    [Fact]
    public void The_newest_two_snapshots_are_kept_and_an_older_one_serves_where_the_newest_does_not()
    {
        var (log, producers) = Open(Home);
        for (var count = 0; count < 4; count++)
        {
            log.Append(TestProducer.Batch(1, 0, count));
            producers.SaveSnapshot();
            producers.SaveSnapshot();
        }
        ProducerSnapshot.Offsets(Home).ShouldBe([4, 3]);
        log.Dispose();
        File.WriteAllText(Snapshot(Home, 4), "no");
        var (again, known) = Open(Home, out var scanned);
        scanned.ShouldBe(1);
        again.Append(TestProducer.Batch(1, 0, 3)).Fault.ShouldBe(AppendFault.Duplicate);
        again.Append(TestProducer.Batch(1, 0, 4)).Fault.ShouldBe(AppendFault.None);
        known.Count.ShouldBe(1);
        again.Dispose();
    }

    [Fact]
    public void A_truncation_takes_back_what_was_known_and_the_snapshots_behind_it()
    {
        var (log, producers) = Open(Home);
        log.Append(TestProducer.Batch(1, 0, 0));
        producers.SaveSnapshot();
        producers.Expect(new ProducerIdAndEpoch(2, 0));
        log.Append(TestProducer.Batch(2, 0, 0, isTransactional: true));
        log.Append(TestProducer.Marker(2, 0, commit: false), source: AppendSource.Coordinator);
        producers.SaveSnapshot();
        log.TruncateTo(2);
        producers.FirstUnstableOffset.ShouldBe(1);
        producers.AbortedBetween(0, 9).ShouldBeEmpty();
        log.TruncateTo(1);
        producers.FirstUnstableOffset.ShouldBeNull();
        ProducerSnapshot.Offsets(Home).ShouldBe([1]);
        log.Append(TestProducer.Batch(1, 0, 0)).Fault.ShouldBe(AppendFault.Duplicate);
        log.Append(TestProducer.Batch(2, 0, 5)).Fault.ShouldBe(AppendFault.None);
        log.Dispose();
    }

    [Fact]
    public void A_snapshot_behind_the_log_s_end_is_not_believed()
    {
        var (log, producers) = Open(Home);
        log.Append(TestProducer.Batch(1, 0, 0));
        var crash = _folder.Crash(Home);
        log.Append(TestProducer.Batch(1, 0, 1));
        producers.SaveSnapshot();
        log.Dispose();
        File.Copy(Snapshot(Home, 2), Snapshot(crash, 2));
        var (again, _) = Open(crash, out var scanned);
        scanned.ShouldBe(1);
        again.Append(TestProducer.Batch(1, 0, 1)).Fault.ShouldBe(AppendFault.None);
        ProducerSnapshot.Offsets(crash).ShouldBeEmpty();
        again.Dispose();
    }

    [Fact]
    public void Aborted_transactions_go_with_the_log_s_start()
    {
        var (log, producers) = Open(Home);
        for (var id = 0; id < 5_000; id++)
        {
            producers.Expect(new ProducerIdAndEpoch(id, 0));
            log.Append(TestProducer.Batch(id, 0, 0, isTransactional: true));
            log.Append(TestProducer.Marker(id, 0, commit: false), source: AppendSource.Coordinator);
            if (id % 100 == 99) log.DeleteRecordsBefore(log.LogEndOffset - 20);
        }
        producers.AbortedBetween(0, long.MaxValue).Count.ShouldBeLessThan(2_500);
        producers.SaveSnapshot();
        producers.AbortedBetween(0, long.MaxValue).Count.ShouldBe(10);
        log.Dispose();
    }

    [Fact]
    public void After_a_crash_no_transaction_stays_open_whose_marker_lies_before_the_log_s_start()
    {
        var (log, producers) = Open(Home);
        BeginTransaction(log, producers);
        producers.SaveSnapshot();
        EndTransaction(log);
        log.DeleteRecordsBefore(log.LogEndOffset);
        log.Append(TestBatches.Of(1));
        ShouldHaveNothingOpen(_folder.Crash(Home));
        log.Dispose();
    }

    [Fact]
    public void Nor_one_whose_marker_went_with_its_segment()
    {
        var (log, producers) = Open(Home);
        BeginTransaction(log, producers);
        producers.SaveSnapshot();
        EndTransaction(log);
        log.Roll();
        log.Append(TestBatches.Of(1));
        log.DeleteRecordsBefore(log.LogEndOffset);
        ProducerSnapshot.Offsets(Home).ShouldBe([3, 1], "what the segment told was saved before it went");
        var crash = _folder.Crash(Home);
        ShouldHaveNothingOpen(crash);
        log.Dispose();

        // Nor where that snapshot is lost, and an older one knows of the transaction.
        File.Delete(Snapshot(crash, 3));
        ShouldHaveNothingOpen(crash);
    }

    [Fact]
    public void The_bytes_of_a_snapshot_stay_as_they_are()
    {
        var producer = new ProducerState(7) { LastUsedMs = 1_000, TransactionStart = 40 };
        producer.Enter(3);
        producer.Restore(new SentBatch(1, 2, 40, 41, -1));
        Convert.ToHexStringLower(ProducerSnapshot.Encode(42, [producer], [new AbortedTransaction(5, 30, 35, 36)])).ShouldBe(
            "0001" + "2fe1b2f9" + "000000000000002a" +
            "00000001" + "0000000000000007" + "0003" + "00000000000003e8" + "0000000000000028" +
            "01" + "00000001" + "00000002" + "0000000000000028" + "0000000000000029" + "ffffffffffffffff" +
            "00000001" + "0000000000000005" + "000000000000001e" + "0000000000000023" + "0000000000000024");
    }

    private static void BeginTransaction(PartitionLog log, ProducerStates producers)
    {
        producers.Expect(new ProducerIdAndEpoch(2, 0));
        log.Append(TestProducer.Batch(2, 0, 0, isTransactional: true)).Fault.ShouldBe(AppendFault.None);
    }

    private static void EndTransaction(PartitionLog log) =>
        log.Append(TestProducer.Marker(2, 0, commit: true), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);

    private void ShouldHaveNothingOpen(string folder)
    {
        var (log, producers) = Open(folder);
        producers.FirstUnstableOffset.ShouldBeNull();
        log.Abandon();
    }

    // Offsets 0 to 6: producer 1 sends twice; 2 is aborted, 3 committed, 4 stays open.
    private static void Fill(PartitionLog log, ProducerStates producers)
    {
        for (var id = 2; id <= 4; id++) producers.Expect(new ProducerIdAndEpoch(id, 0));
        var sequence = log.LogEndOffset == 0 ? 0 : 1;
        log.Append(TestProducer.Batch(1, 0, sequence, records: 2)).Fault.ShouldBe(AppendFault.None);
        for (var id = 2; id <= 4; id++) log.Append(TestProducer.Batch(id, 0, 0, isTransactional: true)).Fault.ShouldBe(AppendFault.None);
        log.Append(TestProducer.Marker(2, 0, commit: false), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
        log.Append(TestProducer.Marker(3, 0, commit: true), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
    }

    /// <returns>Offsets that opening scanned.</returns>
    private long HoldsWhatWasFilled(string folder, long at = 0)
    {
        var copy = _folder.Crash(folder);
        var (log, producers) = Open(copy, out var scanned);
        var end = at + 7;
        log.LogEndOffset.ShouldBe(end);
        producers.FirstUnstableOffset.ShouldBe(at + 4);
        producers.AbortedBetween(0, end).ShouldBe([new AbortedTransaction(2, at + 2, at + 5, at + 3)]);
        log.Append(TestProducer.Batch(1, 0, at == 0 ? 0 : 1, records: 2)).BaseOffset.ShouldBe(at);
        log.Append(TestProducer.Batch(1, 0, 9)).Fault.ShouldBe(AppendFault.OutOfOrderSequence);
        log.Append(TestProducer.Batch(4, 0, 1, isTransactional: true)).Fault.ShouldBe(AppendFault.None);
        log.Append(TestProducer.Batch(3, 0, 1, isTransactional: true)).Fault.ShouldBe(AppendFault.InvalidTransactionState);
        log.Dispose();
        return scanned;
    }

    private (PartitionLog Log, ProducerStates Producers) Open(string folder) => Open(folder, out _);

    private (PartitionLog Log, ProducerStates Producers) Open(string folder, out long scanned)
    {
        var producers = new ProducerStates(TransactionOptions.Default, _time);
        var log = PartitionLog.Open(folder, LogSettings.Default, new LogEnvironment { Time = _time }, producers);
        scanned = producers.Restore(log);
        return (log, producers);
    }

    private static string Snapshot(string folder, long offset) => Path.Combine(folder, $"{offset:d20}.snapshot");
}
