using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class TransactionCoordinatorTests : IDisposable
{
    private static readonly TopicPartition Clicks = TestBroker.Clicks, Orders = TestBroker.Orders;

    private readonly TestBroker _broker = new();

    private TransactionCoordinator Coordinator => _broker.Coordinator;

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task A_committed_transaction_is_seen_whole_and_an_aborted_one_not_at_all()
    {
        var producer = await _broker.BeginAsync("a");
        (await _broker.AddAsync("a", producer, Clicks, Orders)).ShouldBe(ErrorCode.None);
        _broker.Send(Clicks, producer, 0, ["c1"]);
        _broker.Send(Orders, producer, 0, ["o1"]);
        Seen().ShouldBe("|");
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
        Seen().ShouldBe("c1|o1");
        await _broker.AddAsync("a", producer, Clicks, Orders);
        _broker.Send(Clicks, producer, 1, ["c2"]);
        _broker.Send(Orders, producer, 1, ["o2"]);
        (await _broker.EndAsync("a", producer, commit: false)).ShouldBe(ErrorCode.None);
        Seen().ShouldBe("c1|o1");
        _broker[Clicks].LastStableOffset.ShouldBe(4);
        Coordinator.StateCounts().ShouldBe(new Dictionary<TransactionState, int> { [TransactionState.CompleteAbort] = 1 });
    }

    [Fact]
    public async Task Committed_offsets_end_with_the_transaction_and_their_group_is_told()
    {
        var producer = await _broker.BeginAsync("a");
        (await Coordinator.AddOffsetsAsync("a", producer, CancellationToken.None)).ShouldBe(ErrorCode.None);
        _broker[TestBroker.Offsets].Log.Append(TestProducer.Batch(producer, -1, ["offset"], isTransactional: true), source: AppendSource.Coordinator)
            .Fault.ShouldBe(AppendFault.None);
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
        _broker.Completed.ShouldBe([(producer.Id, true)]);
        _broker[TestBroker.Offsets].ReadCommitted().ShouldBe(["offset"]);
    }

    [Fact]
    public async Task A_new_instance_aborts_what_the_old_one_left_open_and_fences_it()
    {
        var old = await _broker.BeginAsync("a");
        await _broker.AddAsync("a", old, Clicks);
        _broker.Send(Clicks, old, 0, ["c1"]);
        (await _broker.InitializeAsync("a", 60_000)).ShouldBe(new InitializedProducer(ErrorCode.ConcurrentTransactions, ProducerIdAndEpoch.None));
        var successor = await _broker.BeginAsync("a");
        successor.ShouldBe(new ProducerIdAndEpoch(old.Id, 2), "the epoch between fences, and is never given");
        _broker.Send(Clicks, old, 1, ["c2"]).Fault.ShouldBe(AppendFault.StaleProducerEpoch);
        (await _broker.AddAsync("a", old, Clicks)).ShouldBe(ErrorCode.ProducerFenced);
        (await _broker.EndAsync("a", old, commit: true)).ShouldBe(ErrorCode.ProducerFenced);
        (await _broker.AddAsync("a", successor, Clicks)).ShouldBe(ErrorCode.None);
        _broker.Send(Clicks, successor, 0, ["c3"]).Fault.ShouldBe(AppendFault.None);
        await _broker.EndAsync("a", successor, commit: true);
        _broker[Clicks].ReadCommitted().ShouldBe(["c3"]);
    }

    [Fact]
    public async Task A_producer_that_goes_on_after_an_error_gets_the_next_epoch_and_the_same_one_if_it_asks_again()
    {
        var first = await _broker.BeginAsync("a");
        var second = await ClaimAsync(first);
        second.ShouldBe(new InitializedProducer(ErrorCode.None, first with { Epoch = 1 }));
        (await ClaimAsync(first)).ShouldBe(second, "its first answer may have been lost");
        (await ClaimAsync(second.Producer)).Producer.Epoch.ShouldBe((short)2);
        (await ClaimAsync(first)).Error.ShouldBe(ErrorCode.ProducerFenced);
        (await ClaimAsync(new ProducerIdAndEpoch(first.Id + 1, 0))).Error.ShouldBe(ErrorCode.ProducerFenced);
        await _broker.BeginAsync("a");
        (await ClaimAsync(first with { Epoch = 2 })).Error.ShouldBe(ErrorCode.ProducerFenced, "another instance has come since");
    }

    [Fact]
    public async Task Requests_of_unknown_ids_and_other_producers_are_refused_as_Kafka_refuses_them()
    {
        var producer = await _broker.BeginAsync("a");
        (await _broker.AddAsync("b", producer, Clicks)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await _broker.AddAsync("a", producer with { Id = 99 }, Clicks)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await _broker.AddAsync("", producer, Clicks)).ShouldBe(ErrorCode.InvalidRequest);
        (await _broker.EndAsync("b", producer, commit: true)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await _broker.EndAsync("", producer, commit: true)).ShouldBe(ErrorCode.InvalidRequest);
        (await _broker.EndAsync("a", producer with { Epoch = 1 }, commit: true)).ShouldBe(ErrorCode.ProducerFenced);
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.InvalidTxnState);
        (await _broker.InitializeAsync("", 1)).Error.ShouldBe(ErrorCode.InvalidRequest);
        (await _broker.InitializeAsync("a", 0)).Error.ShouldBe(ErrorCode.InvalidTransactionTimeout);
        (await _broker.InitializeAsync("a", 900_001)).Error.ShouldBe(ErrorCode.InvalidTransactionTimeout);
    }

    [Fact]
    public async Task A_decision_asked_for_again_is_confirmed_and_the_opposite_refused()
    {
        var producer = await _broker.BeginAsync("a");
        await _broker.AddAsync("a", producer, Clicks);
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
        (await _broker.EndAsync("a", producer, commit: false)).ShouldBe(ErrorCode.InvalidTxnState);
        _broker[Clicks].Log.LogEndOffset.ShouldBe(1, "one marker");
    }

    [Fact]
    public async Task A_transaction_open_for_longer_than_its_timeout_is_aborted_and_its_producer_fenced()
    {
        var producer = await _broker.BeginAsync("a", timeoutMs: 5_000);
        await _broker.AddAsync("a", producer, Clicks);
        _broker.Send(Clicks, producer, 0, ["c1"]);
        _broker.Time.Advance(TimeSpan.FromSeconds(5));
        await _broker.SweepAsync();
        _broker[Clicks].LastStableOffset.ShouldBe(0);
        _broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _broker.SweepAsync();
        _broker[Clicks].LastStableOffset.ShouldBe(2);
        _broker[Clicks].ReadCommitted().ShouldBeEmpty();
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.ProducerFenced);
        (await _broker.BeginAsync("a")).Epoch.ShouldBe((short)2);
    }

    [Fact]
    public async Task An_open_transaction_outlives_a_restart_and_keeps_its_timeout()
    {
        var producer = await _broker.BeginAsync("a", timeoutMs: 5_000);
        await _broker.AddAsync("a", producer, Clicks, Orders);
        _broker.Send(Clicks, producer, 0, ["c1"]);
        _broker.Time.Advance(TimeSpan.FromSeconds(4));
        await _broker.RestartAsync();
        _broker.Scanned.ShouldBe(0);
        _broker.Send(Clicks, producer, 1, ["c2"]).Fault.ShouldBe(AppendFault.None);
        _broker.Send(Orders, producer, 0, ["o1"]).Fault.ShouldBe(AppendFault.None, "it was added before, though nothing was written");
        _broker.Time.Advance(TimeSpan.FromSeconds(2));
        await _broker.SweepAsync();
        Coordinator.StateCounts().Keys.ShouldBe([TransactionState.CompleteAbort]);
        Seen().ShouldBe("|");
    }

    [Fact]
    public async Task The_last_epoch_of_an_id_is_followed_by_another_id()
    {
        var producer = await _broker.BeginAsync("a");
        for (var epoch = 1; epoch < short.MaxValue; epoch++) producer = (await ClaimAsync(producer)).Producer;
        producer.Epoch.ShouldBe((short)(short.MaxValue - 1));
        var next = await ClaimAsync(producer);
        next.Producer.ShouldBe(new ProducerIdAndEpoch(producer.Id + 1, 0));
        (await ClaimAsync(producer)).ShouldBe(next, "its first answer may have been lost");
    }

    [Fact]
    public async Task No_producer_id_is_given_twice_whatever_ends_the_broker()
    {
        var given = new HashSet<long>();
        for (var life = 0; life < 3; life++)
        {
            for (var count = 0; count < 1_500; count++)
                given.Add((await _broker.InitializeAsync(null, 0)).Producer.Id).ShouldBeTrue();
            if (life == 1) await _broker.ReviveAsync(_broker.Crash()); else await _broker.RestartAsync();
        }
        given.Count.ShouldBe(4_500);
    }

    [Fact]
    public async Task A_partition_deleted_meanwhile_holds_nothing_up()
    {
        var producer = await _broker.BeginAsync("a");
        await _broker.AddAsync("a", producer, Clicks, Orders);
        _broker.Send(Clicks, producer, 0, ["c1"]);
        _broker.Delete(Orders);
        Coordinator.Knows(Orders).ShouldBeFalse();
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
        _broker[Clicks].ReadCommitted().ShouldBe(["c1"]);
        Coordinator.StateCounts().Keys.ShouldBe([TransactionState.CompleteCommit]);
    }

    [Fact]
    public async Task An_id_unused_for_a_week_is_forgotten_also_after_a_restart()
    {
        var producer = await _broker.BeginAsync("a");
        var open = await _broker.BeginAsync("open", timeoutMs: 900_000);
        _broker.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await _broker.AddAsync("open", open, Clicks);
        _broker.Time.Advance(TimeSpan.FromMinutes(1));
        await _broker.SweepAsync();
        Coordinator.StateCounts().ShouldBe(new Dictionary<TransactionState, int> { [TransactionState.Ongoing] = 1 });
        await _broker.RestartAsync();
        (await _broker.AddAsync("a", producer, Clicks)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await _broker.BeginAsync("a")).Id.ShouldNotBe(producer.Id);
    }

    [Fact]
    public async Task More_ids_than_the_limit_are_refused_and_known_ones_are_not()
    {
        using var broker = new TestBroker(TransactionOptions.Default with { MaxTransactionalIds = 2 });
        await broker.BeginAsync("a");
        await broker.BeginAsync("b");
        (await broker.InitializeAsync("c", 1_000)).Error.ShouldBe(ErrorCode.PolicyViolation);
        (await broker.BeginAsync("a")).Epoch.ShouldBe((short)1);
    }

    [Fact]
    public async Task Requests_of_one_id_go_one_after_another_and_all_are_answered()
    {
        var producer = await _broker.BeginAsync("a");
        var requests = Enumerable.Range(0, 64).Select(count => Task.Run(() => _broker.AddAsync("a", producer, count % 2 == 0 ? Clicks : Orders)));
        var answers = await Task.WhenAll(requests);
        answers.ShouldAllBe(answer => answer == ErrorCode.None);
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
        _broker[Orders].Log.LogEndOffset.ShouldBe(1);
    }

    private async Task<InitializedProducer> ClaimAsync(ProducerIdAndEpoch claimed) =>
        await _broker.InitializeAsync("a", claimed: claimed);

    private string Seen() => $"{string.Join(',', _broker[Clicks].ReadCommitted())}|{string.Join(',', _broker[Orders].ReadCommitted())}";
}
