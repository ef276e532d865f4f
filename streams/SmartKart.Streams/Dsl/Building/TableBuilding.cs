using SmartKart.Streams.Operators.Tables;

namespace SmartKart.Streams.Building;

/// <summary>Makes tables: of topics, of streams, and of other tables row by row.</summary>
internal static class TableBuilding
{
    public static IKTable<K, V> Table<K, V>(DslContext dsl, string topic, Consumed<K, V>? consumed, Materialized<K, V>? materialized)
    {
        var (store, source, name) = SourceNames(dsl, topic, consumed?.Name, materialized?.StoreName);
        var key = DslContext.SerdeOf(consumed?.KeySerde, materialized?.KeySerde, $"the keys of {topic}", "Consumed.With");
        var value = DslContext.SerdeOf(consumed?.ValueSerde, materialized?.ValueSerde, $"the values of {topic}", "Consumed.With");
        dsl.Topology.AddSource(source, [topic], key, value, consumed?.TimestampExtractor, consumed?.OffsetReset);
        return Source(dsl, name, source, store, materialized, key, value, [topic]);
    }

    public static IGlobalKTable<K, V> GlobalTable<K, V>(DslContext dsl, string topic, Consumed<K, V>? consumed, Materialized<K, V>? materialized)
    {
        var (store, source, name) = SourceNames(dsl, topic, consumed?.Name, materialized?.StoreName);
        var key = DslContext.SerdeOf(consumed?.KeySerde, materialized?.KeySerde, $"the keys of {topic}", "Consumed.With");
        var value = DslContext.SerdeOf(consumed?.ValueSerde, materialized?.ValueSerde, $"the values of {topic}", "Consumed.With");
        // The topic is the changelog, and nobody waits for what a cache would hold back.
        var settings = (materialized ?? new Materialized<K, V>()) with { LoggingEnabled = false, CachingEnabled = false };
        dsl.Topology.AddGlobalStore(
            TableStores.BuilderOf(store, settings, key, value), source, topic, key, value, name, () => new GlobalTableProcessor<K, V>(store),
            consumed?.TimestampExtractor);
        return new GlobalKTable<K, V>(store, isQueryable: materialized?.StoreName is not null);
    }

    public static IKTable<K, V> ToTable<K, V>(KStream<K, V> stream, Materialized<K, V>? materialized, string? named)
    {
        var dsl = stream.Dsl;
        var name = dsl.NameOf(named, "KSTREAM-TOTABLE-");
        var store = materialized?.StoreName ?? dsl.NewStoreName("KSTREAM-TOTABLE-");
        var source = Repartitioning.IfRequired(stream, name, materialized?.KeySerde, materialized?.ValueSerde);
        return Source(
            dsl, name, source.Node, store, materialized, materialized?.KeySerde ?? source.KeySerde, materialized?.ValueSerde ?? source.ValueSerde,
            source.SourceTopics);
    }

    public static IKTable<K, V> Filter<K, V>(KTable<K, V> table, Func<K, V, bool> predicate, bool keepIf, Materialized<K, V>? materialized, string? named)
    {
        var dsl = table.Dsl;
        var name = Name(dsl, "KTABLE-FILTER-", materialized, named);
        var key = materialized?.KeySerde ?? table.KeySerde;
        var value = materialized?.ValueSerde ?? table.ValueSerde;
        // What the row was tells whether there is anything to delete. Asked for only where it costs no store: tombstones are cheaper.
        var knowsOldValues = table.Rows.SendOldValuesIfKept();
        if (materialized?.StoreName is { } store)
        {
            var kept = new KeptRows<K, V>(dsl.Topology, name, store, isQueryable: true, () => TableStores.BuilderOf(store, materialized, key, value));
            dsl.Topology.AddProcessor(
                name, () => new TableFilterProcessor<K, V>(predicate, keepIf, kept.KeptAs, knowsOldValues || kept.SendsOldValues), table.Node);
            return new KTable<K, V>(dsl, name, key, value, table.SourceTopics, kept.Keep());
        }
        var derived = new DerivedRows<K, V, V>(table.Rows, parent => new TableFilterLookup<K, V>(parent, predicate, keepIf));
        dsl.Topology.AddProcessor(
            name, () => new TableFilterProcessor<K, V>(predicate, keepIf, store: null, knowsOldValues || derived.SendsOldValues), table.Node);
        return new KTable<K, V>(dsl, name, key, value, table.SourceTopics, derived);
    }

    public static IKTable<K, VR> MapValues<K, V, VR>(KTable<K, V> table, Func<K, V, VR> mapper, Materialized<K, VR>? materialized, string? named)
    {
        var dsl = table.Dsl;
        var name = Name(dsl, "KTABLE-MAPVALUES-", materialized, named);
        var key = materialized?.KeySerde ?? table.KeySerde;
        if (materialized?.StoreName is { } store)
        {
            var kept = new KeptRows<K, VR>(dsl.Topology, name, store, isQueryable: true, () => TableStores.BuilderOf(store, materialized, key, null));
            dsl.Topology.AddProcessor(name, () => new TableMapValuesProcessor<K, V, VR>(mapper, kept.KeptAs, kept.SendsOldValues), table.Node);
            return new KTable<K, VR>(dsl, name, key, materialized.ValueSerde, table.SourceTopics, kept.Keep());
        }
        var derived = new DerivedRows<K, V, VR>(table.Rows, parent => new TableMapValuesLookup<K, V, VR>(parent, mapper));
        dsl.Topology.AddProcessor(name, () => new TableMapValuesProcessor<K, V, VR>(mapper, store: null, derived.SendsOldValues), table.Node);
        return new KTable<K, VR>(dsl, name, key, materialized?.ValueSerde, table.SourceTopics, derived);
    }

    public static IKStream<K, V> ToStream<K, V>(KTable<K, V> table, string? named)
    {
        var name = table.Dsl.NameOf(named, "KTABLE-TOSTREAM-");
        table.Dsl.Topology.AddProcessor(name, () => new TableToStreamProcessor<K, V>(), table.Node);
        return new KStream<K, V>(table.Dsl, name, table.KeySerde, table.ValueSerde, table.SourceTopics, repartitionRequired: false);
    }

    public static IKGroupedTable<KR, VR> GroupBy<K, V, KR, VR>(KTable<K, V> table, Func<K, V, KeyValuePair<KR, VR>> selector, Grouped<KR, VR>? grouped)
    {
        var name = table.Dsl.NameOf(grouped?.Name, "KTABLE-SELECT-");
        table.Dsl.Topology.AddProcessor(name, () => new TableSelectProcessor<K, V, KR, VR>(selector), table.Node);
        table.Rows.SendOldValues();
        return new KGroupedTable<KR, VR>(table.Dsl, name, grouped);
    }

    /// <summary>A table of what a node forwards: each record the new value of its key.</summary>
    /// <param name="dsl">The builder's.</param>
    /// <param name="name">The table's node.</param>
    /// <param name="parent">The node that it takes records from.</param>
    /// <param name="store">The store's name, if it is kept.</param>
    /// <param name="materialized">How it is kept. A name keeps it; else it is kept once someone needs it.</param>
    /// <param name="key">How keys are written, if known.</param>
    /// <param name="value">How values are written, if known.</param>
    /// <param name="sourceTopics">The topics by whose partitions it is partitioned.</param>
    public static KTable<K, V> Source<K, V>(
        DslContext dsl, string name, string parent, string store, Materialized<K, V>? materialized,
        ISerde<K>? key, ISerde<V>? value, IReadOnlyList<string> sourceTopics)
    {
        var isQueryable = materialized?.StoreName is not null;
        var rows = new KeptRows<K, V>(dsl.Topology, name, store, isQueryable, () => TableStores.BuilderOf(store, materialized, key, value));
        dsl.Topology.AddProcessor(name, () => new TableSourceProcessor<K, V>(rows.KeptAs, rows.SendsOldValues), parent);
        return new KTable<K, V>(dsl, name, key, value, sourceTopics, isQueryable ? rows.Keep() : rows);
    }

    private static (string Store, string Source, string Table) SourceNames(DslContext dsl, string topic, string? named, string? storeName) => (
        storeName ?? dsl.NewStoreName($"{topic}-"),
        dsl.NameOf(named is null ? null : $"{named}-source", "KSTREAM-SOURCE-"),
        dsl.NameOf(named, "KTABLE-SOURCE-"));

    private static string Name<K, V>(DslContext dsl, string prefix, Materialized<K, V>? materialized, string? named)
    {
        // Without a name of its own the table is not kept; but its number is taken, as in Kafka Streams, so that later names are the same.
        if (materialized is { StoreName: null }) dsl.NewStoreName(prefix);
        return dsl.NameOf(named, prefix);
    }
}
