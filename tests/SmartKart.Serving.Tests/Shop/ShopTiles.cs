using System.Buffers;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>Writes what the stream would have made of some events into the online store.</summary>
internal static class ShopTiles
{
    /// <summary>Views of products by a user, the last one latest.</summary>
    public static Task ViewedAsync(RedisOptions redis, DateTimeOffset until, string user, params string[] products) =>
        WriteAsync(redis, "user_activity", [user], until, products, (view, row, product) =>
        {
            row[view.View.Source!.Row.PlaceOf("action")] = Scalar.From("view");
            row[view.View.Source.Row.PlaceOf("product_id")] = Scalar.From(product);
        });

    /// <summary>Views of products of a category by a user.</summary>
    public static Task ViewedInAsync(RedisOptions redis, DateTimeOffset until, string user, string category, int views) =>
        WriteAsync(redis, "user_category_activity", [user, category], until, [.. Enumerable.Repeat("view", views)], (view, row, action) =>
            row[view.View.Source!.Row.PlaceOf("action")] = Scalar.From(action));

    /// <summary>Orders of a product.</summary>
    public static Task SoldAsync(RedisOptions redis, DateTimeOffset until, string product, int orders) =>
        WriteAsync(redis, "product_sales", [product], until, [.. Enumerable.Repeat(product, orders)], (view, row, _) =>
            row[view.View.Source!.Row.PlaceOf("lines.quantity")] = Scalar.From(1L));

    private static async Task WriteAsync(
        RedisOptions redis, string name, string[] keys, DateTimeOffset until, string[] events, Action<ViewPlan, Scalar[], string> fill)
    {
        var view = ViewPlan.Compile(DefinitionSet.Shipped.View(name));
        var state = view.Tiles.NewState();
        var (row, inputs) = (new Scalar[view.View.Source!.Row.Fields.Count], new Scalar[view.Tiles.InputCount]);
        var at = (until - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond - events.Length;
        foreach (var each in events)
        {
            for (var key = 0; key < keys.Length; key++) row[view.KeyPlaces[key]] = Scalar.From(keys[key]);
            row[view.TimestampPlace] = Scalar.FromTimestamp(at);
            fill(view, row, each);
            view.TryRead(row, inputs).ShouldBeTrue();
            state.Add(at++, inputs);
        }
        var output = new ArrayBufferWriter<byte>();
        state.Write(output, sequence: 1);
        await using var writer = OnlineWriter.Open(redis, TimeProvider.System);
        await writer.WriteAsync(view, Array.ConvertAll(keys, Scalar.From), output.WrittenSpan.ToArray());
        (await writer.FlushAsync(TimeSpan.FromSeconds(20))).IsComplete.ShouldBeTrue();
    }
}
