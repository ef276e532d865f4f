using System.Buffers;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>What the stream would have made of a large shop's events, in Redis: of each user 20 views, and of each product some views and orders.</summary>
internal sealed class LargeShopTiles(RedisOptions redis, DefinitionSet definitions)
{
    private const int Looked = 20, ViewsOfProduct = 5, OrdersOfProduct = 3;

    private readonly long _now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private readonly Random _random = new(1);

    public async Task WriteAsync(int users, IReadOnlyList<string> products, CancellationToken cancel)
    {
        await using var writer = OnlineWriter.Open(redis);
        await WriteAsync(writer, "user_activity", users, user => [$"u{user}"], Looked, View, cancel);
        await WriteAsync(writer, "user_category_activity", users, user => [$"u{user}", LargeShop.CategoryOf(user)], ViewsOfProduct, View, cancel);
        await WriteAsync(writer, "product_activity", products.Count, product => [products[product]], ViewsOfProduct, View, cancel);
        await WriteAsync(writer, "product_sales", products.Count, product => [products[product]], OrdersOfProduct, Order, cancel);
        if (!(await writer.FlushAsync(TimeSpan.FromMinutes(2), cancel)).IsComplete) throw new InvalidOperationException("Redis did not take the shop.");

        void View(RowFields row)
        {
            row.Put("action", Scalar.From("view"));
            row.Put("product_id", Scalar.From(products[_random.Next(products.Count)]));
            row.Put("user_id", Scalar.From($"u{_random.Next(users)}"));
        }

        void Order(RowFields row)
        {
            row.Put("lines.quantity", Scalar.From(1L + _random.Next(3)));
            row.Put("user_id", Scalar.From($"u{_random.Next(users)}"));
        }
    }

    private async Task WriteAsync(
        OnlineWriter writer, string name, int entities, Func<int, string[]> keysOf, int events, Action<RowFields> fill, CancellationToken cancel)
    {
        var view = ViewPlan.Compile(definitions.View(name));
        var (row, inputs, output) = (new RowFields(view), new Scalar[view.Tiles.InputCount], new ArrayBufferWriter<byte>());
        for (var entity = 0; entity < entities; entity++)
        {
            var (state, keys) = (view.Tiles.NewState(), Array.ConvertAll(keysOf(entity), Scalar.From));
            for (var at = 0; at < events; at++)
            {
                var time = _now - events + at;
                fill(row);
                for (var key = 0; key < keys.Length; key++) row.Values[view.KeyPlaces[key]] = keys[key];
                row.Values[view.TimestampPlace] = Scalar.FromTimestamp(time);
                if (view.TryRead(row.Values, inputs)) state.Add(time, inputs);
            }
            output.ResetWrittenCount();
            state.Write(output, sequence: 1);
            await writer.WriteAsync(view, keys, output.WrittenSpan.ToArray(), cancel: cancel);
        }
    }

    private sealed class RowFields(ViewPlan view)
    {
        public Scalar[] Values { get; } = new Scalar[view.View.Source!.Row.Fields.Count];      // each of these views has one

        public void Put(string field, Scalar value)
        {
            if (view.View.Source!.Row.PlaceOf(field) is >= 0 and var place) Values[place] = value;
        }
    }
}
