using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Inventory;

/// <summary>
/// Movements of stock, by product → the live stock per product and warehouse with its sell-through, to be queried, and
/// <c>stock_level_crossed</c> where it falls to its reorder point or runs out.
/// </summary>
/// <remarks>
/// <para>A product's movements are taken as they lie in its partition: that is what its key is for. Within that, a movement that tells the whole
/// (<c>quantity_after</c>) sets the stock, and one that doesn't is added; what is older than the last whole one is part of it already,
/// and changes only the sales. Where no movement ever tells the whole, the stock is not known: there are sales then, but no levels. A
/// movement that is sent again soon counts once.</para>
/// <para>A level is crossed where the stock was above it and no longer is: an event for <c>low</c>, one for <c>out</c>, both where one
/// movement crosses both. Stock that is low when it is first heard of, and was not just before, has crossed too. Neither is told again
/// until the stock has been above that level. Each event's id follows from the movement's.</para>
/// <para>In Redis the live stock is the feature view <c>warehouse_stock</c>, which the topology of features writes from the same movements: one
/// definition, one fence against zombies. What is kept here answers queries in the process, and knows which levels were told.</para>
/// </remarks>
public static class InventoryTopology
{
    /// <summary>The store of stock, a key-value store of <see cref="StockKey"/> and <see cref="LiveStock"/>.</summary>
    public const string Store = "stock";

    /// <param name="serdes">Read and write the events.</param>
    /// <param name="options">How stock is followed; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Topology Build(IEventSerdes serdes, InventoryOptions? options = null)
    {
        options = (options ?? new InventoryOptions()).Checked();
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Store), StockKey.Serde, Serdes.Utf8Json<LiveStock>()));
        builder.Events<InventoryUpdated>(serdes, Topics.InventoryUpdated, movement => movement.OccurredAt)
            .Process(() => new StockKeeper(options), "stock-keeper", Store)
            .To(Topics.StockLevelCrossed, Produced.With(Serdes.String(), serdes.SerdeOf<StockLevelCrossed>(Topics.StockLevelCrossed)));
        return builder.Build();
    }
}
