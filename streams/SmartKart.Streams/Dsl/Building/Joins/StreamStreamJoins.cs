using SmartKart.Streams.Operators.Joins;
using SmartKart.Streams.Operators.Stateless;

namespace SmartKart.Streams.Building;

/// <summary>Joins of two streams by key and time: per side a node that keeps its window and one that joins, and one where both meet.</summary>
internal static class StreamStreamJoins
{
    public static IKStream<K, VR> Inner<K, V, VO, VR>(
        KStream<K, V> left, KStream<K, VO> right, Func<K, V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => // both are needed
        Join(left, right, (key, mine, other) => joiner(key, mine!, other!), JoinSide.Of(windows, leftIsOuter: false, rightIsOuter: false), joined);

    public static IKStream<K, VR> Left<K, V, VO, VR>(
        KStream<K, V> left, KStream<K, VO> right, Func<K, V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => // the left one is needed
        Join(left, right, (key, mine, other) => joiner(key, mine!, other), JoinSide.Of(windows, leftIsOuter: true, rightIsOuter: false), joined);

    public static IKStream<K, VR> Outer<K, V, VO, VR>(
        KStream<K, V> left, KStream<K, VO> right, Func<K, V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) =>
        Join(left, right, joiner, JoinSide.Of(windows, leftIsOuter: true, rightIsOuter: true), joined);

    private static KStream<K, VR> Join<K, V, VO, VR>(
        KStream<K, V> leftStream, KStream<K, VO> rightStream, Func<K, V?, VO?, VR> joiner,
        (JoinSide Left, JoinSide Right) sides, StreamJoined<K, V, VO>? joined)
    {
        joined ??= new StreamJoined<K, V, VO>();
        var dsl = leftStream.Dsl;
        var (leftSide, rightSide) = sides;
        var named = joined.Name;
        var left = Repartitioning.IfRequired(
            leftStream, named is null ? leftStream.Node : $"{named}-left", joined.KeySerde, joined.ValueSerde, keepNullKeys: leftSide.IsOuter);
        var right = Repartitioning.IfRequired(
            rightStream, named is null ? rightStream.Node : $"{named}-right", joined.KeySerde, joined.OtherValueSerde, keepNullKeys: leftSide.IsOuter);

        var leftWindow = dsl.NameOf(named is null ? null : $"{named}-this-windowed", "KSTREAM-WINDOWED-");
        var rightWindow = dsl.NameOf(named is null ? null : $"{named}-other-windowed", "KSTREAM-WINDOWED-");
        var leftNumbered = dsl.NameOf(null, rightSide.IsOuter ? "KSTREAM-OUTERTHIS-" : "KSTREAM-JOINTHIS-");
        var rightNumbered = dsl.NameOf(null, leftSide.IsOuter ? "KSTREAM-OUTEROTHER-" : "KSTREAM-JOINOTHER-");
        var leftSuffix = rightSide.IsOuter ? "-outer-this-join" : "-this-join";
        var rightSuffix = leftSide.IsOuter ? "-outer-other-join" : "-other-join";
        var leftName = named is null ? leftNumbered : named + leftSuffix;
        var rightName = named is null ? rightNumbered : named + rightSuffix;
        var merge = dsl.NameOf(named is null ? null : $"{named}-merge", "KSTREAM-MERGE-");
        var sourceTopics = Copartitioning.Require(dsl, merge, left.SourceTopics, right.SourceTopics);
        var stores = new JoinStores<K, V, VO>(joined, leftSide, left, right);
        var leftStore = stores.Left(joined.StoreName is null ? leftNumbered : joined.StoreName + leftSuffix);
        var rightStore = stores.Right(joined.StoreName is null ? rightNumbered : joined.StoreName + rightSuffix);
        var waitingStore = leftSide.IsOuter ? stores.Waiting(leftNumbered) : null;
        var clock = stores.Clock(merge);
        var names = new StreamJoinNames(leftStore.Name, rightStore.Name, waitingStore?.Name, clock.Name);

        var topology = dsl.Topology;
        topology.AddProcessor(leftWindow, () => new JoinWindowProcessor<K, V>(names.LeftStore, leftSide, names.Clock), left.Node);
        topology.AddProcessor(rightWindow, () => new JoinWindowProcessor<K, VO>(names.RightStore, rightSide, names.Clock), right.Node);
        topology.AddProcessor(
            leftName,
            () => new StreamJoinProcessor<K, V, VO, V, VO, VR>(
                leftSide, names, joiner, joiner, static value => new WaitingValue<V, VO>(Optional<V>.Of(value), default)),
            leftWindow);
        topology.AddProcessor(
            rightName,
            () => new StreamJoinProcessor<K, VO, V, V, VO, VR>(
                rightSide, names, (key, mine, other) => joiner(key, other, mine), joiner,
                static value => new WaitingValue<V, VO>(default, Optional<VO>.Of(value))),
            rightWindow);
        topology.AddProcessor(merge, () => new PassThroughProcessor<K, VR>(), leftName, rightName);
        topology.AddStateStore(leftStore, leftWindow, rightName);
        topology.AddStateStore(rightStore, rightWindow, leftName);
        topology.AddStateStore(clock, leftWindow, rightWindow, leftName, rightName);
        if (waitingStore is not null) topology.AddStateStore(waitingStore, leftName, rightName);
        return new KStream<K, VR>(dsl, merge, joined.KeySerde ?? left.KeySerde ?? right.KeySerde, valueSerde: null, sourceTopics, repartitionRequired: false);
    }
}
