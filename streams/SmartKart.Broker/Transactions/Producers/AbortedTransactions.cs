using System.Runtime.InteropServices;

namespace SmartKart.Broker.Transactions;

/// <summary>A transaction that was taken back, in one partition.</summary>
/// <param name="ProducerId">Whose.</param>
/// <param name="FirstOffset">Of its first record.</param>
/// <param name="LastOffset">Of its marker.</param>
/// <param name="LastStableOffset">The partition's, when the marker was there: no transaction further on begins before it.</param>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset, long LastStableOffset);

/// <summary>
/// One partition's aborted transactions, in the order of their markers: Kafka's transaction index. A list in memory, 32 bytes
/// each, kept for as long as the log has their markers. Guarded by its owner.
/// </summary>
internal sealed class AbortedTransactions
{
    private const int LeastPruned = 1024;          // below, looking for what may go costs more than it keeps

    private readonly List<AbortedTransaction> _all = [];
    private int _pruneAt = LeastPruned;

    public IReadOnlyList<AbortedTransaction> All => _all;

    /// <param name="transaction">Its marker lies behind all others.</param>
    /// <param name="logStart">The log's first offset: what ended before it is let go of, now and then.</param>
    public void Add(AbortedTransaction transaction, long logStart)
    {
        _all.Add(transaction);
        if (_all.Count < _pruneAt) return;
        Prune(logStart);
        _pruneAt = Math.Max(LeastPruned, 2 * _all.Count);
    }

    /// <summary>Lets go of transactions that ended before an offset.</summary>
    public void Prune(long logStart) => _all.RemoveRange(0, FirstEndingAtOrBehind(logStart));

    /// <summary>Those with a part in [from, to), by their first offsets.</summary>
    public List<AbortedTransaction> Between(long from, long to)
    {
        var found = new List<AbortedTransaction>();
        for (var index = FirstEndingAtOrBehind(from); index < _all.Count; index++)
        {
            if (_all[index].FirstOffset < to) found.Add(_all[index]);
            if (_all[index].LastStableOffset >= to) break;
        }
        found.Sort((left, right) => left.FirstOffset.CompareTo(right.FirstOffset));
        return found;
    }

    private int FirstEndingAtOrBehind(long offset)
    {
        var all = CollectionsMarshal.AsSpan(_all);
        var (low, high) = (0, all.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (all[middle].LastOffset < offset) low = middle + 1; else high = middle;
        }
        return low;
    }
}
