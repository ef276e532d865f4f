using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation;

/// <summary>
/// A mergeable aggregate over partial states of fixed shape. Implementations are structs that hold only parameters, so that the runtime
/// compiles each caller for each aggregate and inlines these calls: they are the hot path, per event and per tile.
/// <para>The law: whatever the order of the events and the grouping of the merges, <see cref="Finalize"/> gives the same.</para>
/// </summary>
/// <typeparam name="TPartial">The state. <c>default</c> is that of no events. Arrays in it are its own and are kept by <see cref="Reset"/>.</typeparam>
internal interface IAggregate<TPartial> where TPartial : struct
{
    /// <summary>Takes in an event.</summary>
    /// <param name="partial">The state.</param>
    /// <param name="value">Its value: never NULL where the aggregate has one, else without meaning.</param>
    /// <param name="key">Its key, likewise.</param>
    /// <param name="ts">Its time.</param>
    void Add(ref TPartial partial, in Scalar value, in Scalar key, long ts);

    /// <summary>Takes in all that the other took in. The other stays as it is.</summary>
    void Merge(ref TPartial partial, ref readonly TPartial other);

    /// <summary>The value at an instant; a list goes to <paramref name="lists"/>, where there is one, and its length is returned.</summary>
    Scalar Finalize(ref readonly TPartial partial, in Readout readout, long t, FeatureLists? lists);

    /// <summary>Back to no events, keeping the arrays.</summary>
    void Reset(ref TPartial partial);

    /// <summary>Appends the state to a blob.</summary>
    void Write(ref readonly TPartial partial, ref BlobWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote into a state of no events.</summary>
    /// <exception cref="TileBlobException">The bytes are not such a state, or exceed its bounds.</exception>
    void Read(ref TPartial partial, ref BlobReader reader);
}

/// <summary>What is read out of a partial state: several features may share one.</summary>
/// <param name="Kind">Which feature.</param>
/// <param name="Rank">Of a quantile: q.</param>
/// <param name="Length">Of a list: its length at most.</param>
internal readonly record struct Readout(AggregateKind Kind, double Rank, int Length);
