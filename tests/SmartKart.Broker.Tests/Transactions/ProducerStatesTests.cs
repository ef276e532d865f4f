using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class ProducerStatesTests : IDisposable
{
    private static readonly TransactionOptions Options = new() { MaxProducersPerPartition = 8 };

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(1_700_000_000_000);
    private readonly ProducerStates _producers;
    private readonly PartitionLog _log;

    public ProducerStatesTests()
    {
        _producers = new ProducerStates(Options, _time);
        _log = PartitionLog.Open(_folder["t-0"], LogSettings.Default, new LogEnvironment(), _producers);
        _producers.Restore(_log);
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Sequences_go_on_without_a_gap()
    {
        Send(0, records: 3).ShouldBe(AppendFault.None);
        Send(4).ShouldBe(AppendFault.OutOfOrderSequence);
        Send(2).ShouldBe(AppendFault.OutOfOrderSequence);
        Send(3).ShouldBe(AppendFault.None);
        _log.LogEndOffset.ShouldBe(4);
    }

    [Fact]
    public void A_batch_of_the_last_five_that_comes_again_is_told_where_it_lies_and_an_older_one_is_refused()
    {
        for (var batch = 0; batch < 6; batch++) Send(batch * 2, records: 2).ShouldBe(AppendFault.None);
        for (var batch = 1; batch < 6; batch++)
        {
            var again = _log.Append(TestProducer.Batch(7, 0, batch * 2, records: 2));
            (again.Fault, again.BaseOffset, again.LastOffset).ShouldBe((AppendFault.Duplicate, batch * 2, (batch * 2) + 1));
        }
        Send(0, records: 2).ShouldBe(AppendFault.OutOfOrderSequence);
        Send(8, records: 3).ShouldBe(AppendFault.OutOfOrderSequence, "only the very same batch is a retry");
        _log.LogEndOffset.ShouldBe(12);
    }

    [Fact]
    public void A_duplicate_is_told_when_the_log_stamped_it()
    {
        var producers = new ProducerStates(Options, _time);
        var stamped = LogSettings.Default with { StampsAppendTime = true };
        using var log = PartitionLog.Open(_folder["stamped-0"], stamped, new LogEnvironment { Time = _time }, producers);
        producers.Restore(log);
        log.Append(TestProducer.Batch(7, 0, 0));
        _time.Advance(TimeSpan.FromMinutes(1));
        log.Append(TestProducer.Batch(7, 0, 0)).AppendTimeMs.ShouldBe(1_700_000_000_000);
        _log.Append(TestProducer.Batch(7, 0, 0));
        _log.Append(TestProducer.Batch(7, 0, 0)).AppendTimeMs.ShouldBe(-1);
    }

    [Fact]
    public void A_sequence_goes_on_at_0_behind_the_highest_number()
    {
        Send(int.MaxValue - 1, records: 4).ShouldBe(AppendFault.None);
        Send(int.MaxValue - 1, records: 4).ShouldBe(AppendFault.Duplicate);
        Send(2).ShouldBe(AppendFault.None);
        Send(1).ShouldBe(AppendFault.OutOfOrderSequence);
        ProducerState.Advance(int.MaxValue, 1).ShouldBe(0);
    }

    [Fact]
    public void A_new_epoch_begins_at_0_and_fences_the_one_before()
    {
        Send(0).ShouldBe(AppendFault.None);
        Send(1, epoch: 1).ShouldBe(AppendFault.OutOfOrderSequence);
        Send(0, epoch: 1).ShouldBe(AppendFault.None);
        Send(1, epoch: 0).ShouldBe(AppendFault.StaleProducerEpoch);
        Send(0, epoch: 0).ShouldBe(AppendFault.StaleProducerEpoch);
        Send(1, epoch: 1).ShouldBe(AppendFault.None);
    }

    [Fact]
    public void A_producer_that_is_not_known_may_begin_anywhere() => Send(1234).ShouldBe(AppendFault.None);

    [Fact]
    public void Batches_of_a_producer_come_one_an_append_and_have_a_sequence_and_an_epoch()
    {
        _log.Append([.. TestProducer.Batch(7, 0, 0), .. TestProducer.Batch(7, 0, 1)]).Fault.ShouldBe(AppendFault.InvalidRecord);
        Send(-1).ShouldBe(AppendFault.InvalidRecord);
        Send(0, epoch: -1).ShouldBe(AppendFault.InvalidRecord);
        _log.Append(TestProducer.Batch(-1, -1, -1, isTransactional: true)).Fault.ShouldBe(AppendFault.InvalidRecord);
        _log.LogEndOffset.ShouldBe(0);
    }

    [Fact]
    public void A_producer_silent_for_a_day_is_forgotten_and_may_begin_anywhere()
    {
        Send(0).ShouldBe(AppendFault.None);
        _time.Advance(Options.ProducerIdExpiration);
        Send(9).ShouldBe(AppendFault.OutOfOrderSequence);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Send(9).ShouldBe(AppendFault.None);
        Send(0).ShouldBe(AppendFault.OutOfOrderSequence, "its batches of before are forgotten too");
    }

    [Fact]
    public void Of_too_many_producers_those_silent_longest_are_forgotten_but_none_with_an_open_transaction()
    {
        Open(100);
        for (var id = 0; id < 500; id++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _log.Append(TestProducer.Batch(id, 0, 0)).Fault.ShouldBe(id == 100 ? AppendFault.Duplicate : AppendFault.None);
            _producers.Count.ShouldBeLessThanOrEqualTo(Options.MaxProducersPerPartition);
        }
        _log.Append(TestProducer.Batch(499, 0, 0)).Fault.ShouldBe(AppendFault.Duplicate);
        _log.Append(TestProducer.Batch(100, 0, 0, isTransactional: true)).Fault.ShouldBe(AppendFault.Duplicate);
        _producers.FirstUnstableOffset.ShouldBe(0);
    }

    [Fact]
    public void Transactional_records_are_taken_only_from_the_addition_to_the_transaction_to_its_marker()
    {
        SendTransactional(0).ShouldBe(AppendFault.InvalidTransactionState);
        _producers.Expect(new ProducerIdAndEpoch(7, 1));
        SendTransactional(0, epoch: 0).ShouldBe(AppendFault.InvalidTransactionState);
        SendTransactional(0, epoch: 1).ShouldBe(AppendFault.None);
        SendTransactional(1, epoch: 1).ShouldBe(AppendFault.None);
        End(epoch: 1, commit: true);
        SendTransactional(2, epoch: 1).ShouldBe(AppendFault.InvalidTransactionState);
        SendTransactional(1, epoch: 1).ShouldBe(AppendFault.Duplicate, "a retry of what was taken is answered even then");
    }

    [Fact]
    public void A_transaction_s_producer_writes_nothing_outside_of_it()
    {
        Open(7);
        Send(1).ShouldBe(AppendFault.InvalidTransactionState);
        End(epoch: 0, commit: false);
        Send(1).ShouldBe(AppendFault.None);
    }

    [Fact]
    public void What_a_coordinator_writes_for_a_producer_has_no_sequence_but_needs_its_transaction()
    {
        var offsets = TestProducer.Batch(7, 0, -1, isTransactional: true);
        _log.Append(offsets, source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.InvalidTransactionState);
        _producers.Expect(new ProducerIdAndEpoch(7, 0));
        _log.Append(offsets, source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
        _log.Append(offsets, source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
        _producers.FirstUnstableOffset.ShouldBe(0);
    }

    [Fact]
    public void The_oldest_open_transaction_holds_the_last_stable_offset()
    {
        var partition = new Partition(new TopicPartition("t", 0), _log, _producers);
        _log.Append(TestBatches.Of(2));
        partition.LastStableOffset.ShouldBe(2);
        Open(1);
        Open(2);
        _log.Append(TestBatches.Of(1));
        partition.LastStableOffset.ShouldBe(2);
        End(1, 0, commit: true);
        partition.LastStableOffset.ShouldBe(3);
        End(2, 0, commit: false);
        partition.LastStableOffset.ShouldBe(7);
        _log.Append(TestProducer.Marker(3, 0, commit: true), source: AppendSource.Coordinator);
        partition.LastStableOffset.ShouldBe(8, "a marker of a transaction without records changes nothing");
    }

    [Fact]
    public void A_fetch_is_told_the_aborted_transactions_it_touches_and_no_others()
    {
        Open(1);                              // 0
        Open(2);                              // 1
        End(2, 0, commit: false);             // 2: aborted 1–2
        Open(3);                              // 3
        End(3, 0, commit: true);              // 4
        End(1, 0, commit: false);             // 5: aborted 0–5
        Open(4);                              // 6
        End(4, 0, commit: false);             // 7: aborted 6–7
        Aborted(0, 8).ShouldBe([(1, 0), (2, 1), (4, 6)]);
        Aborted(0, 1).ShouldBe([(1, 0)]);
        Aborted(3, 5).ShouldBe([(1, 0)]);
        Aborted(2, 3).ShouldBe([(1, 0), (2, 1)]);
        Aborted(5, 7).ShouldBe([(1, 0), (4, 6)]);
        Aborted(6, 7).ShouldBe([(4, 6)]);
        Aborted(8, 9).ShouldBeEmpty();
    }

    [Fact]
    public void A_marker_of_a_higher_epoch_fences_and_one_of_a_lower_is_refused()
    {
        Open(7);
        End(7, 1, commit: false);
        Send(1, epoch: 0).ShouldBe(AppendFault.StaleProducerEpoch);
        _log.Append(TestProducer.Marker(7, 0, commit: true), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.StaleProducerEpoch);
        Send(1, epoch: 1).ShouldBe(AppendFault.OutOfOrderSequence);
        Send(0, epoch: 1).ShouldBe(AppendFault.None);
    }

    [Fact]
    public void A_transaction_whose_first_records_were_deleted_holds_the_log_s_start()
    {
        Open(7);
        _log.Append(TestBatches.Of(3));
        _log.DeleteRecordsBefore(2);
        _producers.FirstUnstableOffset.ShouldBe(2);
    }

    private AppendFault Send(int sequence, short epoch = 0, int records = 1) => _log.Append(TestProducer.Batch(7, epoch, sequence, records)).Fault;

    private AppendFault SendTransactional(int sequence, short epoch = 0) => _log.Append(TestProducer.Batch(7, epoch, sequence, isTransactional: true)).Fault;

    private void Open(long id)
    {
        _producers.Expect(new ProducerIdAndEpoch(id, 0));
        _log.Append(TestProducer.Batch(id, 0, 0, isTransactional: true)).Fault.ShouldBe(AppendFault.None);
    }

    private void End(short epoch, bool commit) => End(7, epoch, commit);

    private void End(long id, short epoch, bool commit) =>
        _log.Append(TestProducer.Marker(id, epoch, commit), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);

    private List<(long, long)> Aborted(long from, long to) =>
        [.. _producers.AbortedBetween(from, to).Select(aborted => (aborted.ProducerId, aborted.FirstOffset))];
}
