using System.Buffers;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tests.Definitions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>Tiles of a view of a shop, for tests to write and read.</summary>
internal sealed class Visits
{
    public const long Minute = 60_000_000;
    public const long Day = 1_440 * Minute;
    public const long Now = 20_000 * Day;

    public static readonly DefinitionSet Set = Shop.Read(Shop.All + """
        ---
        feature_service: taste
        description: A service of a user, a category and both.
        features: [user_activity.views_7d, user_activity.recent_products, user_activity.category_affinity, user_category.views_7d, user_activity.seconds_since]

        """);

    /// <summary>The view that most tests write.</summary>
    public static readonly ServicePlan Activity = ServicePlan.Compile(Set.View("user_activity"));

    public static readonly ServicePlan Taste = ServicePlan.Compile(Set.Service("taste"));

    /// <summary>The same view with another definition under the same version.</summary>
    public static readonly ViewPlan Changed = ViewPlan.Compile(
        Shop.Read((Shop.Entities + Shop.Views).Replace("half_life: 3d", "half_life: 4d", StringComparison.Ordinal)).View("user_activity"));

    private readonly ViewPlan _view;

    public Visits(ViewPlan? view = null)
    {
        _view = view ?? Activity.Sources[0];
        State = _view.Tiles.NewState();
    }

    public TileState State { get; }

    /// <summary>The user's views of a product, ending when it is said.</summary>
    public static Visits Of(int views, long until = Now, ViewPlan? view = null)
    {
        var visits = new Visits(view);
        for (var i = views; i > 0; i--) visits.Add(until - (i * Minute), $"p{i}");
        return visits;
    }

    public void Add(long ts, string product)
    {
        State.Add(ts, Inputs(_view, ts, product));
    }

    public byte[] Blob(long sequence = 1)
    {
        var output = new ArrayBufferWriter<byte>();
        State.Write(output, sequence);
        return output.WrittenSpan.ToArray();
    }

    public static Scalar[] Inputs(ViewPlan view, long ts, string product)
    {
        var schema = view.View.Source!.Row;
        var row = new Scalar[schema.Fields.Count];
        foreach (var place in view.KeyPlaces) row[place] = Scalar.From("key");
        row[view.TimestampPlace] = Scalar.FromTimestamp(ts);
        row[schema.PlaceOf("action")] = Scalar.From("view");
        row[schema.PlaceOf("product_id")] = Scalar.From(product);
        row[schema.PlaceOf("category_id")] = Scalar.From("c" + (product.Length % 3));
        var inputs = new Scalar[view.Tiles.InputCount];
        view.TryRead(row, inputs).ShouldBeTrue();
        return inputs;
    }

    /// <summary>Writes, and says what came of it.</summary>
    public static async Task<OnlineWriteReport> WriteAsync(RedisOptions options, string user, byte[] head, byte[]? closed = null)
    {
        await using var writer = OnlineWriter.Open(options, new FixedClock(Now));
        await writer.WriteAsync(Activity.Sources[0], Key(user), head, closed, TestContext.Current.CancellationToken);
        return await writer.FlushAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    /// <summary>Reads the user's activity.</summary>
    public static async Task<OnlineVectors> ReadAsync(RedisOptions options, string user, long now = Now)
    {
        await using var store = OnlineStore.Open(options);
        return await ReadAsync(store, user, now);
    }

    public static async Task<OnlineVectors> ReadAsync(OnlineStore store, string user, long now = Now)
    {
        var vectors = new OnlineVectors(Activity);
        await store.GetAsync(Activity, Key(user), now, vectors, TestContext.Current.CancellationToken);
        return vectors;
    }

    /// <summary>How many views of 30 days a user has by the store.</summary>
    public static long Views(OnlineVectors vectors, int row = 0) => vectors.Values(row)[PlaceOf(vectors.Plan, "views_30d")].Int64;

    public static int PlaceOf(ServicePlan plan, string feature) => plan.Features.ToList().FindIndex(known => known.Feature.Name == feature);

    public static Scalar[] Key(params string?[] values) => Array.ConvertAll(values, Scalar.From);
}

/// <summary>A clock that stands.</summary>
/// <param name="microseconds">Since 1970.</param>
internal sealed class FixedClock(long microseconds) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(microseconds);
}
