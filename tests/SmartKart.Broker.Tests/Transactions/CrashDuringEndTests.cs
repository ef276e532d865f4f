using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

/// <summary>The process ends at every moment of a transaction's end; what is seen after the next start is all of it or nothing.</summary>
public sealed class CrashDuringEndTests : IDisposable
{
    private static readonly TopicPartition[] All = [TestBroker.Clicks, TestBroker.Orders, TestBroker.Offsets];

    private readonly TestBroker _broker = new();

    public void Dispose() => _broker.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_decided_transaction_ends_everywhere_as_decided(bool commit)
    {
        var producer = await OpenAsync();
        var crashes = new List<string> { _broker.Crash() };
        _broker.Finding = _ => crashes.Add(_broker.Crash());       // the decision is stored, and 0, 1 and 2 markers are written
        (await _broker.EndAsync("a", producer, commit)).ShouldBe(ErrorCode.None);
        _broker.Finding = null;
        crashes.Add(_broker.Crash());
        crashes.Count.ShouldBe(5);

        for (var crash = 0; crash < crashes.Count; crash++)
        {
            await _broker.ReviveAsync(crashes[crash]);
            var isDecided = crash > 0;
            _broker.Coordinator.StateCounts().Keys.Single().ShouldBe(
                crash == 0 ? TransactionState.Ongoing : crash < 4 ? (commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort)
                : commit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort);
            await _broker.SweepAsync();
            if (!isDecided) (await _broker.EndAsync("a", producer, commit)).ShouldBe(ErrorCode.None, "the client asks again");
            foreach (var partition in All)
                _broker[partition].ReadCommitted().ShouldBe(commit ? [partition.Topic] : [], $"crash {crash}, {partition}");
            if (crash < 4) _broker.Completed.ShouldBe([(producer.Id, commit)]);
            (await _broker.AddAsync("a", producer, TestBroker.Clicks)).ShouldBe(ErrorCode.None, "and the producer goes on");
            _broker.Send(TestBroker.Clicks, producer, 1, ["next"]).Fault.ShouldBe(AppendFault.None);
            (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None);
            _broker[TestBroker.Clicks].ReadCommitted()[^1].ShouldBe("next");
        }
    }

    [Fact]
    public async Task What_nobody_decided_is_aborted_everywhere_when_its_time_is_up()
    {
        await OpenAsync();
        await _broker.ReviveAsync(_broker.Crash());
        _broker.Time.Advance(TimeSpan.FromMinutes(2));
        await _broker.SweepAsync();
        foreach (var partition in All)
        {
            _broker[partition].ReadCommitted().ShouldBeEmpty();
            _broker[partition].LastStableOffset.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Markers_that_a_full_disk_refused_are_written_when_there_is_room_and_none_twice()
    {
        var producer = await OpenAsync();
        var refusals = 0;
        _broker.Finding = partition =>
        {
            if (partition != TestBroker.Offsets || refusals++ > 0) return;
            throw new LogWriteException("the disk", new IOException("No space left on device"));
        };
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.None, "it is decided all the same");
        _broker.Coordinator.StateCounts().Keys.ShouldBe([TransactionState.PrepareCommit]);
        (await _broker.AddAsync("a", producer, TestBroker.Clicks)).ShouldBe(ErrorCode.ConcurrentTransactions);
        (await _broker.EndAsync("a", producer, commit: true)).ShouldBe(ErrorCode.ConcurrentTransactions);
        (await _broker.EndAsync("a", producer, commit: false)).ShouldBe(ErrorCode.InvalidTxnState);
        (await _broker.InitializeAsync("a", 1_000)).Error.ShouldBe(ErrorCode.ConcurrentTransactions);
        await _broker.SweepAsync();
        _broker.Coordinator.StateCounts().Keys.ShouldBe([TransactionState.CompleteCommit]);
        foreach (var partition in All) _broker[partition].Log.LogEndOffset.ShouldBe(2, "a record and one marker");
    }

    private async Task<ProducerIdAndEpoch> OpenAsync()
    {
        var producer = await _broker.BeginAsync("a");
        await _broker.AddAsync("a", producer, TestBroker.Clicks, TestBroker.Orders);
        (await _broker.Coordinator.AddOffsetsAsync("a", producer, CancellationToken.None)).ShouldBe(ErrorCode.None);
        foreach (var partition in All) _broker.Send(partition, producer, 0, [partition.Topic]).Fault.ShouldBe(AppendFault.None);
        return producer;
    }
}
