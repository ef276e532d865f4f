namespace SmartKart.Streams.State;

/// <summary>
/// A store of a table as those downstream know it: what it holds back until the commit they do not know yet. A join of two tables must
/// see the other one so: else it would take for the old result what never was one, and miss that a row is gone on both sides.
/// </summary>
internal interface IForwardedRows<K, V>
{
    /// <summary>The row of a key as it was last forwarded.</summary>
    bool TryGetForwarded(K key, out ValueAndTimestamp<V> row);
}
