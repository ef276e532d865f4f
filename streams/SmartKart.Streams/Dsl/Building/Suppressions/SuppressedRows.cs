using SmartKart.Streams.Operators.Suppressions;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Building;

/// <summary>
/// The rows of a table whose changes are held back: of a key that waits what was told of it before, of others what the
/// table last told of them.
/// </summary>
/// <param name="parent">The table as it is.</param>
/// <param name="storeName">Where changes wait.</param>
internal sealed class SuppressedRows<K, V>(ITableRows<K, V> parent, string storeName) : ITableRows<K, V>
{
    public string? QueryableStoreName => null;

    public IReadOnlyList<string> Stores()
    {
        parent.SendOldValues(); // what was told before is the old value of the first change that waits
        return [storeName, .. parent.Stores()];
    }

    public IRowLookup<K, V> NewLookup() => new Lookup(parent.NewLookup(), storeName);

    public void SendOldValues() => parent.SendOldValues();

    private sealed class Lookup(IRowLookup<K, V> parent, string storeName) : IRowLookup<K, V>
    {
        private SuppressionBuffer<K, V> _buffer = null!; // set by Init

        public void Init(IProcessorContext context)
        {
            parent.Init(context);
            _buffer = context.GetStateStore<SuppressionBuffer<K, V>>(storeName);
        }

        // What the parent's store holds back until the commit was not let out either: it did not even come here.
        public bool TryGet(K key, out ValueAndTimestamp<V> row) =>
            TryGetHeld(key, out var isThere, out row) ? isThere : parent.TryGetForwarded(key, out row);

        private bool TryGetHeld(K key, out bool isThere, out ValueAndTimestamp<V> row)
        {
            var isHeld = _buffer.TryGetPrior(key, out var prior);
            isThere = prior.TryGet(out var value);
            row = isThere ? new ValueAndTimestamp<V>(value!, TimestampMs: -1) : default; // of when it was nothing is known
            return isHeld;
        }
    }
}
