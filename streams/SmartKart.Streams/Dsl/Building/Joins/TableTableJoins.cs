using SmartKart.Streams.Operators.Joins;

namespace SmartKart.Streams.Building;

/// <summary>Joins of two tables by their keys: a node per side, and one where both meet.</summary>
internal static class TableTableJoins
{
    public static IKTable<K, VR> Inner<K, V, VO, VR>(
        KTable<K, V> left, KTable<K, VO> right, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized, string? named) =>
        Join(left, right, (mine, other) => joiner(mine!, other!), new TableJoinKind(NeedsThis: true, NeedsOther: true), materialized, named); // both are needed

    public static IKTable<K, VR> Left<K, V, VO, VR>(
        KTable<K, V> left, KTable<K, VO> right, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized, string? named) => // this one is needed
        Join(left, right, (mine, other) => joiner(mine!, other), new TableJoinKind(NeedsThis: true, NeedsOther: false), materialized, named);

    public static IKTable<K, VR> Outer<K, V, VO, VR>(
        KTable<K, V> left, KTable<K, VO> right, Func<V?, VO?, VR> joiner, Materialized<K, VR>? materialized, string? named) =>
        Join(left, right, joiner, new TableJoinKind(NeedsThis: false, NeedsOther: false), materialized, named);

    private static KTable<K, VR> Join<K, V, VO, VR>(
        KTable<K, V> left, KTable<K, VO> right, Func<V?, VO?, VR> joiner, TableJoinKind kind, Materialized<K, VR>? materialized, string? named)
    {
        var dsl = left.Dsl;
        var storeName = materialized is null ? null : materialized.StoreName ?? dsl.NewStoreName("KTABLE-MERGE-");
        var merge = dsl.NameOf(named, "KTABLE-MERGE-");
        var sourceTopics = Copartitioning.Require(dsl, merge, left.SourceTopics, right.SourceTopics);
        // That a row is gone is told only where it was: what it was is needed for each side whose rows come alone.
        if (!kind.NeedsOther) left.Rows.SendOldValues();
        if (!kind.NeedsThis) right.Rows.SendOldValues();
        var leftName = dsl.NameOf(named is null ? null : $"{named}-join-this", "KTABLE-JOINTHIS-");
        var rightName = dsl.NameOf(named is null ? null : $"{named}-join-other", "KTABLE-JOINOTHER-");

        var key = materialized?.KeySerde ?? left.KeySerde ?? right.KeySerde;
        var (leftStores, rightStores) = (left.Rows.Stores(), right.Rows.Stores());
        var sharesRows = leftStores.Intersect(rightStores, StringComparer.Ordinal).Any();
        // Without a name the store takes no number: it is ours, and must not change the names that come after.
        var ownStore = storeName ?? $"{merge}-store";
        var own = storeName is null && !sharesRows
            ? null
            : new KeptRows<K, VR>(
                dsl.Topology, merge, ownStore, isQueryable: materialized?.StoreName is not null,
                () => TableStores.BuilderOf(ownStore, materialized, key, null));
        var derived = new TableJoinRows<K, V, VO, VR>(left.Rows, right.Rows, joiner, kind, own);
        dsl.Topology.AddProcessor(
            leftName, () => new TableJoinProcessor<K, V, VO, VR>(right.Rows.NewLookup(), joiner, kind, sharesRows, derived.SendsOldValues), left.Node);
        dsl.Topology.AddProcessor(
            rightName,
            () => new TableJoinProcessor<K, VO, V, VR>(
                left.Rows.NewLookup(), (mine, other) => joiner(other, mine),
                new TableJoinKind(kind.NeedsOther, kind.NeedsThis), sharesRows, derived.SendsOldValues),
            right.Node);
        dsl.Topology.AddProcessor(merge, () => new TableJoinMergeProcessor<K, VR>(own?.KeptAs, own?.SendsOldValues == true), leftName, rightName);
        dsl.Topology.ConnectProcessorAndStateStores(leftName, [.. rightStores]);
        dsl.Topology.ConnectProcessorAndStateStores(rightName, [.. leftStores]);
        // a name has rows of its own
        return new KTable<K, VR>(dsl, merge, key, materialized?.ValueSerde, sourceTopics, storeName is null ? derived : own!.Keep());
    }
}
