using SmartKart.Streams.Operators.Suppressions;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Building;

/// <summary>Has changes of a table held back.</summary>
internal static class Suppression
{
    private const string Prefix = "KTABLE-SUPPRESS-";

    /// <summary>The table whose changes come later.</summary>
    /// <exception cref="TopologyException">Final results are asked of a table that has none, or may not wait for their windows.</exception>
    public static IKTable<K, V> Of<K, V>(KTable<K, V> table, Suppressed suppressed)
    {
        var dsl = table.Dsl;
        var node = suppressed.Name ?? dsl.NameOf(null, Prefix);
        var storeName = suppressed.Name is { } name ? $"{name}-store" : dsl.NewStoreName(Prefix);
        var keys = DslContext.SerdeOf(null, table.KeySerde, $"the keys of the suppression '{node}'", "the table's Materialized.With");
        var values = DslContext.SerdeOf(null, table.ValueSerde, $"the values of the suppression '{node}'", "the table's Materialized.With");
        var due = suppressed.UntilClosed
            ? Closing(table, suppressed, node, keys)
            : new Due<K>(Windows: null, new ClosingRule((long)suppressed.Wait.TotalMilliseconds, EndIncluded: false));
        var limits = new BufferLimits(suppressed.MaxRecords, suppressed.MaxBytes, suppressed.EmitEarlyWhenFull);
        var rows = new SuppressedRows<K, V>(table.Rows, storeName);
        dsl.Topology.AddProcessor(node, () => new SuppressProcessor<K, V>(node, storeName, due, limits), table.Node);
        dsl.Topology.AddStateStore(new StreamTimeStoreBuilder(storeName, isLogged: true, store => new SuppressionBuffer<K, V>(store, keys, values)), node);
        return new KTable<K, V>(dsl, node, keys, values, table.SourceTopics, rows);
    }

    private static Due<K> Closing<K, V>(KTable<K, V> table, Suppressed suppressed, string node, ISerde<K> keys)
    {
        if (table.Dsl.Closings.Of(table.Dsl.Topology.Graph.Node(table.Node)) is not { } closing || keys is not IWindowedSerde<K> windowed)
            throw new TopologyException(
                $"The suppression '{node}' is to wait until windows close, and the table of '{table.Node}' has none. " +
                "Aggregate by WindowedBy(...) before, or use Suppressed.UntilTimeLimit.");
        if (suppressed.EmitEarlyWhenFull)
            throw new TopologyException(
                $"The suppression '{node}' waits for final results, and may not let others out early when its buffer is full. " +
                "Leave out EmitEarlyWhenFull, or use Suppressed.UntilTimeLimit.");
        return new Due<K>(windowed, closing);
    }
}
