using SmartKart.Streams.Operators.Aggregation;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Building;

/// <summary>What the windowed streams share: an aggregate of rows per key and window, with its stores.</summary>
/// <param name="building">The grouped stream's.</param>
/// <param name="closing">When windows close.</param>
/// <param name="emit">Whether each update is forwarded, or the final result.</param>
internal sealed class WindowAggregateBuilding<K, V>(AggregateBuilding<K, V> building, ClosingRule closing, EmitStrategy emit)
{
    /// <summary>Changes may be held back until the commit: there are some before the final result.</summary>
    public bool MayCache => emit == EmitStrategy.OnWindowUpdate;

    /// <summary>Adds the aggregate.</summary>
    /// <param name="parts">Its names and serdes.</param>
    /// <param name="keySerde">Writes the table's keys.</param>
    /// <param name="newLookup">Looks rows up in the store of a name.</param>
    /// <param name="store">The store of its rows.</param>
    /// <param name="newProcessor">Makes its processor.</param>
    public IKTable<Windowed<K>, VR> Build<VR>(
        AggregateParts<K, VR> parts,
        ISerde<Windowed<K>> keySerde,
        Func<string, IRowLookup<Windowed<K>, VR>> newLookup,
        IStoreBuilder store,
        Func<WindowAggregateSettings, IProcessor<K, V, Windowed<K>, Change<VR>>> newProcessor)
    {
        var rows = new StoreRows<Windowed<K>, VR>(parts.StoreName, parts.IsQueryable, newLookup);
        var streamTime = AggregateStores.StreamTime(parts.Kept, parts.StoreName, parts.Keys, emit);
        building.Closes(parts.Node, closing);
        return building.Build(parts, keySerde, rows, [store, streamTime],
            () => newProcessor(new WindowAggregateSettings(parts.StoreName, streamTime.Name, emit == EmitStrategy.OnWindowClose, rows.SendsOldValues)));
    }
}
