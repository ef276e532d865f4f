using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features.Delivery;
using SmartKart.Topologies.Features.Rows;
using SmartKart.Topologies.Features.Tiles;

namespace SmartKart.Topologies.Features;

/// <summary>
/// Events → rows → partitioned by entity → tiles → Redis, for all views at once. A topic is read once for all its views, and a view's state is a store of
/// its own, named by its name and version: another version is another store.
/// <code>
/// clickstream ─▶ EventReader ─┬──────────────────────────────▶ TileProcessor  user_activity, user_affinity     keyed as the topic is
///                             ├─▶ RowPacker ─▶ (by product_id) ─▶ RowUnpacker ─▶ TileProcessor  product_activity
///                             └─▶ …
/// </code>
/// </summary>
public static class FeatureTopology
{
    /// <param name="views">What to compute; views without a source are computed when they are read, and passed over.</param>
    /// <param name="registry">Where events' schemas are. It stays its owner's to dispose of.</param>
    /// <param name="delivery">Brings tiles to Redis, and stays its owner's; null where they are only kept.</param>
    /// <param name="options">How; null for the usual.</param>
    /// <exception cref="ArgumentException">No view has a source.</exception>
    public static Topology Build(
        IEnumerable<FeatureView> views, SchemaRegistryClient registry, OnlineDelivery? delivery, FeatureTopologyOptions? options = null)
    {
        options ??= new FeatureTopologyOptions();
        var groups = FeatureGroup.Of(views.Where(view => view.Source is not null).Select(ViewPlan.Compile));
        if (groups.Count == 0) throw new ArgumentException("None of the views has a source, so there is no stream to compute them from.", nameof(views));
        var builder = new StreamBuilder();
        foreach (var topic in groups.GroupBy(group => group.Topic.Name))
        {
            FeatureGroup[] all = [.. topic];
            var rows = builder.Stream(topic.Key, Consumed.With(RawBytes.Serde, RawBytes.Serde))
                .Process(() => new EventReader(all, registry), $"{topic.Key}-rows");
            foreach (var group in all)
            {
                foreach (var view in group.Views) builder.AddStateStore(TileStore.BuilderOf(view, options.IsPersistent));
                ByEntity(rows, group).Process(
                    () => new TileProcessor(group, delivery, options), $"{group.Name}-tiles", [.. group.Views.Select(TileStore.NameOf)]);
            }
        }
        return builder.Build();
    }

    private static IKStream<RawBytes, EventRow> ByEntity(IKStream<RawBytes, EventRow> rows, FeatureGroup group) => group.IsInPlace
        ? rows
        : rows.Process(() => new RowPacker(group), $"{group.Name}-pack")
            .Repartition(new Repartitioned<RawBytes, RawBytes> { Name = group.Name, KeySerde = RawBytes.Serde, ValueSerde = RawBytes.Serde })
            .Process(() => new RowUnpacker(group), $"{group.Name}-unpack");
}
