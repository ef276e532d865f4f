using System.Globalization;
using System.Text;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>
/// Two processors that share a group. Held to, as a reader of committed records sees it: all records of a transaction or none, none of
/// one that nobody committed, all of those whose commit was acknowledged, and each input once; and the group's offsets never go back.
/// </summary>
internal sealed class ExchangeLoad : ILoad
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly BrokerProcess _broker;
    private readonly ExchangeTopics _topics;
    private readonly ExchangeProcessor[] _processors;
    private readonly LoadThread[] _threads;
    private readonly long[] _observed;
    private Ledger _ledger;

    public ExchangeLoad(BrokerProcess broker, ExchangeTopics topics, string protocol, int seed)
    {
        (_broker, _topics, _observed) = (broker, topics, new long[topics.Partitions]);
        _processors = [.. Enumerable.Range(0, 2).Select(at => new ExchangeProcessor(broker, topics, $"{topics.Group}-{at}", protocol, seed + at))];
        _threads = [.. _processors.Select(processor => new LoadThread(processor.Run))];
        _ledger = new Ledger(broker, topics);
    }

    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{_topics.Group}: {_processors.Sum(each => each.Committed().Count)} transactions committed, " +
        $"{_processors.Sum(each => each.NeverCommitted().Count)} aborted on purpose, {_processors.Sum(each => each.Failures)} cut short; " +
        $"inputs up to {string.Join(", ", _observed)}");

    public async Task CheckAsync(CancellationToken cancellation)
    {
        foreach (var thread in _threads) await thread.ThrowIfFaultedAsync();
        var committed = _processors.SelectMany(each => each.Committed()).ToDictionary();
        await ObserveAsync(cancellation);
        _ledger.Read(cancellation);
        // A commit is acknowledged when it is decided; its parts become visible one after the other. So what was acknowledged, or is seen
        // in part, must be seen whole soon.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        for (var halves = _ledger.Halves(committed); halves.Count > 0; halves.RemoveWhere(label => _ledger.IsWhole(label, committed)))
        {
            patience.IsCancellationRequested.ShouldBeFalse($"transactions of {_topics.Group} are not visible, or only in part: {string.Join(", ", halves)}");
            _ledger.Read(cancellation);
        }
        _ledger.ShouldLack(_processors.SelectMany(each => each.NeverCommitted()));
    }

    /// <summary>Waits until all inputs up to these offsets are processed.</summary>
    public async Task DrainAsync(long[] ends, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (ends.Where((end, partition) => _observed[partition] < end).Any())
        {
            patience.IsCancellationRequested.ShouldBeFalse($"{_topics.Group} stands at {string.Join(", ", _observed)} of {string.Join(", ", ends)}");
            foreach (var thread in _threads) await thread.ThrowIfFaultedAsync();
            await ObserveAsync(cancellation);
        }
    }

    /// <summary>Stops, and begins to read the output from its beginning.</summary>
    public async Task StopAsync()
    {
        foreach (var thread in _threads) await thread.StopAsync();
        _ledger = new Ledger(_broker, _topics);
    }

    /// <summary>Each input up to these offsets has become its two records, no more and no less.</summary>
    public void ShouldHaveProcessed(long[] ends) => _ledger.ShouldHaveProcessed(ends);

    public async ValueTask DisposeAsync()
    {
        foreach (var thread in _threads) await thread.DisposeAsync();
    }

    private async Task ObserveAsync(CancellationToken cancellation)
    {
        using var admin = KafkaAdmin.Open(Clients.Of(_broker));
        foreach (var each in await admin.GroupOffsets.ListAsync(_topics.Group, cancellation: cancellation))
        {
            each.Offset.ShouldBeGreaterThanOrEqualTo(
                _observed[each.Partition.Partition], $"the offset that {_topics.Group} committed of {each.Partition} went back");
            _observed[each.Partition.Partition] = each.Offset;
        }
    }

    /// <summary>What a reader of committed records saw of the output.</summary>
    private sealed class Ledger(BrokerProcess broker, ExchangeTopics topics)
    {
        private readonly LogReader _reader = new(broker, topics.Output, topics.Partitions, committedOnly: true);
        private readonly Dictionary<string, (int Seen, int Size)> _transactions = [];
        private readonly Dictionary<(string Side, int Partition, long Offset), string> _inputs = [];

        public void Read(CancellationToken cancellation) => _reader.Read(record =>
        {
            var parts = Encoding.UTF8.GetString(record.Value).Split(' ');
            var (label, size) = (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
            var side = Encoding.UTF8.GetString(record.Key);
            var (partition, offset) = (int.Parse(parts[2], CultureInfo.InvariantCulture), long.Parse(parts[3], CultureInfo.InvariantCulture));
            if (!_inputs.TryAdd((side, partition, offset), label))
                throw new InvalidOperationException(
                    $"The input {topics.Input}[{partition}]@{offset} was processed twice ({side}): by {_inputs[(side, partition, offset)]} and by {label}.");
            _transactions[label] = (_transactions.GetValueOrDefault(label).Seen + 1, size);
        }, cancellation);

        public HashSet<string> Halves(Dictionary<string, int> committed) =>
            [.. _transactions.Keys.Union(committed.Keys).Where(label => !IsWhole(label, committed))];

        public bool IsWhole(string label, Dictionary<string, int> committed)
        {
            var (seen, size) = _transactions.GetValueOrDefault(label);
            return seen > 0 && seen == size && size == committed.GetValueOrDefault(label, size);
        }

        public void ShouldLack(IEnumerable<string> aborted) =>
            aborted.Where(_transactions.ContainsKey).ShouldBeEmpty("a reader of committed records sees transactions that nobody committed");

        public void ShouldHaveProcessed(long[] ends)
        {
            foreach (var side in new[] { "left", "right" })
                for (var partition = 0; partition < ends.Length; partition++)
                    _inputs.Keys.Count(each => each.Side == side && each.Partition == partition)
                        .ShouldBe((int)ends[partition], $"{side} outputs of {topics.Input}[{partition}]");
        }
    }
}
