using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

/// <summary>
/// Random lives of a few producers, with retries, zombies, timeouts and restarts, held against the simplest account of what a
/// reader of committed records sees. A failing seed is in the test's name.
/// </summary>
public sealed class TransactionPropertyTests
{
    private static readonly TopicPartition[] Partitions = [TestBroker.Clicks, TestBroker.Orders];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Readers_of_committed_records_see_each_committed_batch_once_in_order_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        using var broker = new TestBroker(settings: LogSettings.Default with { SegmentBytes = random.Next(500, 5_000), IndexIntervalBytes = 200 });
        var seen = new CommittedOracle();
        var producers = new[] { "a", "b", "c" }.Select(id => new RandomProducer(id, broker, seen, random)).ToArray();
        foreach (var producer in producers) await producer.BeginAsync();
        var idempotent = (await broker.InitializeAsync(null)).Producer;
        for (int step = 0, sequence = 0; step < 200; step++)
        {
            switch (random.Next(24))
            {
                case 0:
                    await broker.RestartAsync();
                    broker.Scanned.ShouldBe(0);
                    break;
                case 1:
                    await broker.ReviveAsync(broker.Crash());
                    await broker.SweepAsync();
                    break;
                case 2:
                    foreach (var partition in Partitions) broker[partition].Producers.SaveSnapshot();
                    break;
                case 3:
                    broker.Time.Advance(RandomProducer.Timeout + TimeSpan.FromMilliseconds(1));
                    await broker.SweepAsync();
                    foreach (var producer in producers) producer.TimeOut();
                    break;
                case 4:
                    var value = $"idempotent-{sequence}";
                    broker.Send(TestBroker.Clicks, idempotent, sequence++, [value], isTransactional: false).Fault.ShouldBe(AppendFault.None);
                    broker.Send(TestBroker.Clicks, idempotent, sequence - 1, [value], isTransactional: false).Fault.ShouldBe(AppendFault.Duplicate);
                    seen.Append(TestBroker.Clicks, value, transaction: null);
                    break;
                default:
                    await producers[random.Next(producers.Length)].StepAsync();
                    break;
            }
            foreach (var partition in Partitions)
                broker[partition].ReadCommitted(random.Next(1, 3_000)).ShouldBe(seen.Committed(partition), $"step {step}, {partition}");
        }
        foreach (var partition in Partitions) seen.Committed(partition).Count.ShouldBeGreaterThan(5, "a life in which nothing is committed shows nothing");
    }
}

/// <summary>A transactional producer that does what comes to its mind, and knows what must become of it.</summary>
internal sealed class RandomProducer(string id, TestBroker broker, CommittedOracle seen, Random random)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private static readonly TopicPartition[] Partitions = [TestBroker.Clicks, TestBroker.Orders];

    private readonly Dictionary<TopicPartition, int> _sequences = [];
    private readonly Dictionary<TopicPartition, (int Sequence, string[] Values, long Offset)> _last = [];
    private ProducerIdAndEpoch _me = ProducerIdAndEpoch.None, _zombie = ProducerIdAndEpoch.None;
    private OracleTransaction? _open;
    private bool _isFenced;
    private int _sent;

    public async Task BeginAsync()
    {
        var (error, me) = await broker.InitializeAsync(id, (int)Timeout.TotalMilliseconds);
        if (_open is not null)
        {
            error.ShouldBe(ErrorCode.ConcurrentTransactions);
            _open.IsCommitted = false;
            (error, me) = await broker.InitializeAsync(id, (int)Timeout.TotalMilliseconds);
        }
        error.ShouldBe(ErrorCode.None);
        (_zombie, _me, _open, _isFenced) = (_me, me, null, false);
        _sequences.Clear();
        _last.Clear();
    }

    /// <summary>More time has passed than a transaction has.</summary>
    public void TimeOut()
    {
        if (_open is null) return;
        (_open.IsCommitted, _open, _isFenced) = (false, null, true);
    }

    public Task StepAsync() => random.Next(20) switch
    {
        0 => BeginAsync(),
        _ when _isFenced => FencedAsync(),
        1 => ZombieAsync(),
        2 or 3 => AgainAsync(),
        4 or 5 => EndAsync(commit: false),
        6 or 7 or 8 => EndAsync(commit: true),
        _ => SendAsync(Partitions[random.Next(Partitions.Length)]),
    };

    private async Task SendAsync(TopicPartition to)
    {
        string[] values = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{id}-{_sent++}")];
        var sequence = _sequences.GetValueOrDefault(to);
        if (_open is null || !_open.Partitions.Contains(to))
        {
            broker.Send(to, _me, sequence, values).Fault.ShouldBe(AppendFault.InvalidTransactionState);
            (await broker.AddAsync(id, _me, to)).ShouldBe(ErrorCode.None);
            (_open ??= new OracleTransaction()).Partitions.Add(to);
        }
        if (_last.ContainsKey(to)) broker.Send(to, _me, sequence + 1, values).Fault.ShouldBe(AppendFault.OutOfOrderSequence);
        var sent = broker.Send(to, _me, sequence, values);
        sent.Fault.ShouldBe(AppendFault.None);
        _last[to] = (sequence, values, sent.BaseOffset);
        _sequences[to] = sequence + values.Length;
        foreach (var value in values) seen.Append(to, value, _open);
    }

    private Task AgainAsync()
    {
        foreach (var (to, (sequence, values, offset)) in _last)
        {
            var again = broker.Send(to, _me, sequence, values);
            (again.Fault, again.BaseOffset).ShouldBe((AppendFault.Duplicate, offset));
        }
        return Task.CompletedTask;
    }

    private async Task EndAsync(bool commit)
    {
        (await broker.EndAsync(id, _me, commit)).ShouldBeOneOf(_open is not null ? [ErrorCode.None] : [ErrorCode.None, ErrorCode.InvalidTxnState]);
        if (_open is null) return;
        (_open.IsCommitted, _open) = (commit, null);
    }

    private async Task ZombieAsync()
    {
        if (_zombie.Id < 0) return;
        foreach (var to in Partitions)
            broker.Send(to, _zombie, 1_000, ["zombie"]).Fault.ShouldBeOneOf(AppendFault.StaleProducerEpoch, AppendFault.InvalidTransactionState);
        (await broker.AddAsync(id, _zombie, Partitions)).ShouldBe(ErrorCode.ProducerFenced);
        (await broker.EndAsync(id, _zombie, commit: true)).ShouldBe(ErrorCode.ProducerFenced);
    }

    private async Task FencedAsync()
    {
        _zombie = _me;
        await ZombieAsync();
        await BeginAsync();
    }
}

/// <summary>A transaction's fate.</summary>
internal sealed class OracleTransaction
{
    public HashSet<TopicPartition> Partitions { get; } = [];

    /// <summary>Null while it is open.</summary>
    public bool? IsCommitted { get; set; }
}

/// <summary>What readers of committed records see, said as simply as can be: all up to the first open record, but for those aborted.</summary>
internal sealed class CommittedOracle
{
    private readonly List<(TopicPartition Partition, string Value, OracleTransaction? Transaction)> _records = [];

    public void Append(TopicPartition partition, string value, OracleTransaction? transaction) => _records.Add((partition, value, transaction));

    public List<string> Committed(TopicPartition partition) =>
        [.. _records.Where(record => record.Partition == partition)
            .TakeWhile(record => record.Transaction is null || record.Transaction.IsCommitted is not null)
            .Where(record => record.Transaction is null || record.Transaction.IsCommitted == true).Select(record => record.Value)];
}
