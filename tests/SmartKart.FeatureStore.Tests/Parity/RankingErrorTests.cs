using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.FeatureStore.Tests.Definitions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>A ranking of more keys than its cap of 64 is a sketch, and held to its stated error: no more, no less.</summary>
public sealed class RankingErrorTests
{
    private const int Keys = 150;
    private const long Now = 1_000_000_000_000;

    private static readonly ServicePlan Plan = ServicePlan.Compile(Shop.Read(Shop.Entities + """
        ---
        feature_view: taste
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 60d
        features:
          products: {aggregate: top_k, by: product_id, of: position, k: 5, windows: [7d]}
        """).View("taste"));

    private static readonly RankingSize Size = new(Keys, Enumerable.Range(1, Keys).Sum(WeightOf));
    private static readonly OnlineVectors Online = Vectors();

    [Fact]
    public void The_exact_ranking_agrees_within_the_error_and_not_to_the_digit()
    {
        Agrees(Exact(), Size).ShouldBeTrue();
        Agrees(Exact(), Size with { Keys = 64 }).ShouldBeFalse("to the cap a ranking is exact");
        Agrees(Exact(), default).ShouldBeFalse("without a size a ranking is exact");
    }

    [Fact]
    public void A_weight_that_is_off_by_more_is_noticed()
    {
        var error = Size.ErrorOf(5);
        error.ShouldBe(Size.Weight / 33, 1e-6);
        Agrees([("p150", WeightOf(150) + (2 * error)), .. Exact()[1..]], Size).ShouldBeFalse();
        Agrees([("p150", Online.Weights(0, 0)[0] + (0.99 * error)), .. Exact()[1..]], Size).ShouldBeTrue();
    }

    [Fact]
    public void A_key_that_is_too_heavy_to_be_left_out_is_missed_on_either_side()
    {
        var error = Size.ErrorOf(5);
        Agrees([("nobody's", WeightOf(150) + error), .. Exact()[..4]], Size).ShouldBeFalse("the store lacks it");
        Agrees([.. Exact()[1..4]], Size).ShouldBeFalse("the warehouse lacks the heaviest, and its ranking isn't full");
    }

    private static (string Key, double Weight)[] Exact() => [.. Enumerable.Range(0, 5).Select(i => Keys - i).Select(i => ($"p{i}", (double)WeightOf(i)))];

    // Five heavy keys: the error is far less than they weigh.
    private static long WeightOf(int i) => i > Keys - 5 ? 1_000 * i : i;

    private static bool Agrees((string Key, double Weight)[] offline, RankingSize size)
    {
        var comparison = new FeatureComparison(Plan.Features[0].Feature, place: 0, OfflineEngine.Sql);
        var ranking = offline.Select(item => new Dictionary<string, object?> { ["key"] = item.Key, ["weight"] = item.Weight }).ToList();
        return comparison.Agrees(ranking, Online, row: 0, out _, size);
    }

    private static OnlineVectors Vectors()
    {
        var (view, state, row) = (Plan.Sources[0], Plan.Sources[0].Tiles.NewState(), Plan.NewRow());
        var schema = view.View.Source!.Row;
        // The heaviest first: what comes after them shrinks them.
        for (var i = Keys; i > 0; i--)
        {
            var e = new Scalar[schema.Fields.Count];
            e[view.KeyPlaces[0]] = Scalar.From("ada");
            e[view.TimestampPlace] = Scalar.FromTimestamp(Now - 1);
            e[schema.PlaceOf("product_id")] = Scalar.From("p" + i.ToString(CultureInfo.InvariantCulture));
            e[schema.PlaceOf("position")] = Scalar.From(WeightOf(i));
            var inputs = new Scalar[view.Tiles.InputCount];
            view.TryRead(e, inputs).ShouldBeTrue();
            state.Add(Now - 1, inputs);
        }
        row.Set(0, state, Now);
        row.Finish(Now);
        var vectors = new OnlineVectors(Plan);
        vectors.Begin(1, Now);
        vectors.Add(row);
        return vectors;
    }
}
