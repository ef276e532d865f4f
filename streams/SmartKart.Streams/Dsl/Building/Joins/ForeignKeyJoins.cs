using SmartKart.Streams.Graph;
using SmartKart.Streams.Operators.ForeignKeys;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Building;

/// <summary>
/// Joins of a table with another by a key that its values name (KIP-213). The left table's rows subscribe to rows of the right one,
/// through an internal topic that is partitioned as the right table; whatever these answer, then and at each change, comes back through a
/// second one, to the left table's partition.
/// </summary>
internal static class ForeignKeyJoins
{
    private const string Prefix = "KTABLE-FK-JOIN-";

    public static IKTable<K, VR> Inner<K, V, KO, VO, VR>(
        KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO, VR> joiner,
        Materialized<K, VR>? materialized, TableJoined<K, KO>? joined) =>
        Join(left, right, foreignKey, (value, other) => joiner(value, other!), isLeft: false, materialized, joined); // a row is needed

    public static IKTable<K, VR> Left<K, V, KO, VO, VR>(
        KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO?, VR> joiner,
        Materialized<K, VR>? materialized, TableJoined<K, KO>? joined) =>
        Join(left, right, foreignKey, joiner, isLeft: true, materialized, joined);

    private static KTable<K, VR> Join<K, V, KO, VO, VR>(
        KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO?, VR> joiner, bool isLeft,
        Materialized<K, VR>? materialized, TableJoined<K, KO>? joined)
    {
        var (dsl, topology, named) = (left.Dsl, left.Dsl.Topology, joined?.Name);
        var names = new ForeignKeyJoinNames(dsl, named);
        var keys = DslContext.SerdeOf(left.KeySerde, null, $"the left keys of the foreign-key join '{names.Result}'", "Consumed.With or Materialized.With");
        var values = DslContext.SerdeOf(left.ValueSerde, null, $"the left values of the foreign-key join '{names.Result}'", "Materialized.With");
        var foreignKeys = DslContext.SerdeOf(joined?.ForeignKeySerde, right.KeySerde, $"the foreign keys of the join '{names.Result}'", "TableJoined");
        var foreignValues = DslContext.SerdeOf(right.ValueSerde, null, $"the right values of the foreign-key join '{names.Result}'", "Materialized.With");
        var combinedKeys = new CombinedKeySerde<KO, K>(foreignKeys, keys);
        // The key that a row named before, to end its subscription; and, of the right table, no deletions of what never was.
        left.Rows.SendOldValues();
        right.Rows.SendOldValues();
        var (leftStores, rightStores) = (left.Rows.Stores(), right.Rows.Stores());

        topology.AddProcessor(names.Send, () => new SubscriptionSendProcessor<K, V, KO>(foreignKey, foreignKeys, values, isLeft), left.Node);
        topology.Graph.AddRepartitionTopic(new RepartitionTopic(names.SubscriptionTopic, Partitions: null));
        topology.AddSink(
            names.SubscriptionSink, names.SubscriptionTopic, foreignKeys, new SubscriptionSerde<K>(keys), ToRight<KO, K>(joined?.OtherPartitioner, foreignKeys),
            names.Send);
        topology.AddSource(names.SubscriptionSource, [names.SubscriptionTopic], foreignKeys, new SubscriptionSerde<K>(keys));
        Copartitioning.Require(dsl, names.Result, [names.SubscriptionTopic], right.SourceTopics);

        var supplier = materialized?.InMemory == true ? Stores.InMemoryKeyValueStore(names.Store) : Stores.PersistentKeyValueStore(names.Store);
        topology.AddProcessor(names.Receive, () => new SubscriptionReceiveProcessor<K, KO>(names.Store), names.SubscriptionSource);
        topology.AddProcessor(names.SubscriptionJoin, () => new SubscriptionJoinProcessor<K, KO, VO>(right.Rows.NewLookup()), names.Receive);
        topology.ConnectProcessorAndStateStores(names.SubscriptionJoin, [.. rightStores]);
        topology.AddProcessor(names.ForeignJoin, () => new ForeignTableJoinProcessor<K, KO, VO>(names.Store, combinedKeys), right.Node);
        topology.AddStateStore(Stores.KeyValueStoreBuilder(supplier, combinedKeys, new SubscriberSerde()), names.Receive, names.ForeignJoin);

        var responses = new SubscriptionResponseSerde<VO>(foreignValues);
        topology.Graph.AddRepartitionTopic(new RepartitionTopic(names.ResponseTopic, Partitions: null));
        topology.AddSink(
            names.ResponseSink, names.ResponseTopic, keys, responses, ToLeft<K, VO>(joined?.Partitioner), names.SubscriptionJoin, names.ForeignJoin);
        topology.AddSource(names.ResponseSource, [names.ResponseTopic], keys, responses);
        var sourceTopics = Copartitioning.Require(dsl, names.Result, left.SourceTopics, [names.ResponseTopic]);
        topology.AddProcessor(
            names.Resolver,
            () => new ResponseJoinProcessor<K, V, KO, VO, VR>(left.Rows.NewLookup(), foreignKey, values, joiner, isLeft), names.ResponseSource);
        topology.ConnectProcessorAndStateStores(names.Resolver, [.. leftStores]);
        if (!isLeft)
        {
            topology.AddProcessor(
                names.Renewal, () => new SubscriptionRenewalProcessor<K, V, KO, VO>(left.Rows.NewLookup(), foreignKey, values), names.ResponseSource);
            topology.ConnectProcessorAndStateStores(names.Renewal, [.. leftStores]);
            topology.Graph.Node(names.SubscriptionSink).ConnectTo(topology.Graph.Node(names.Renewal));
        }
        var resultStore = materialized?.StoreName ?? dsl.NewStoreName($"{Prefix}OUTPUT-");
        return TableBuilding.Source(
            dsl, names.Result, names.Resolver, resultStore, materialized, materialized?.KeySerde ?? keys, materialized?.ValueSerde, sourceTopics);
    }

    private static StreamPartitioner<KO, Subscription<K>>? ToRight<KO, K>(StreamPartitioner<KO, Nothing>? given, ISerde<KO> keys)
    {
        if (given is null) return WindowedKeys.PartitionerOf<KO, Subscription<K>>(keys);
        return (topic, key, _, partitions) => given(topic, key, default, partitions);
    }

    // A row's answer goes to the partition that the row asked from: however its topic is partitioned, its keys need not tell.
    private static StreamPartitioner<K, SubscriptionResponse<VO>> ToLeft<K, VO>(StreamPartitioner<K, Nothing>? given)
    {
        if (given is null) return static (_, _, response, _) => response.PrimaryPartition;
        return (topic, key, _, partitions) => given(topic, key, default, partitions);
    }
}
