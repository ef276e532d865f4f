using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tests.Definitions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>From rows of events to a vector of features, by the shop's definitions.</summary>
public sealed class FeatureRowTests
{
    private const long Minute = 60_000_000;
    private const long Now = 1_000 * 1_440 * Minute;

    private static readonly DefinitionSet Set = Shop.Read(Shop.Entities + Shop.Views);

    [Fact]
    public void Every_shipped_view_and_service_compiles()
    {
        foreach (var view in DefinitionSet.Shipped.Views) ServicePlan.Compile(view).Features.Count.ShouldBe(view.Features.Count, view.Id);
        foreach (var service in DefinitionSet.Shipped.Services)
        {
            var plan = ServicePlan.Compile(service);
            plan.Sources.Select(source => source.View.Id).ShouldBeUnique(service.Name);
            var row = plan.NewRow();
            row.Finish(Now);
            row.Values.Length.ShouldBe(service.Features.Count, service.Name);
        }
    }

    [Fact]
    public void A_view_becomes_aggregates_then_ratios_then_what_is_computed_on_demand()
    {
        var plan = ServicePlan.Compile(Set.View("user_activity"));
        var events = new Events(plan.Sources[0]);
        events.Add(Now - (3 * Minute), ("action", "view"), ("product_id", "p1"), ("category_id", "c1"));
        events.Add(Now - (2 * Minute), ("action", "view"), ("product_id", "p2"), ("category_id", "c2"));
        events.Add(Now - Minute, ("action", "view"), ("product_id", "p1"), ("category_id", "c1"));
        events.Add(Now - Minute, ("action", "click"), ("product_id", "p3"), ("category_id", "c3"));
        var vector = events.At(plan, Now);

        vector.Int64("views_1h").ShouldBe(3);
        vector.Int64("distinct_products_7d").ShouldBe(2);
        vector.Items("recent_products").ShouldBe(["p1", "p2", "p1"]);
        vector.Items("category_affinity").ShouldBe(["c1", "c2"]);
        vector.Double("depth_7d").ShouldBe((3.0 + 1) / (2 + 2));
        vector.Double("seconds_since").ShouldBe(60);
        vector.Double("minutes_since").ShouldBe(1);
        vector.Value("last_at").ShouldBe(Scalar.FromTimestamp(Now - Minute));
    }

    [Fact]
    public void An_entity_without_events_has_counts_of_0_and_nothing_else()
    {
        var plan = ServicePlan.Compile(Set.View("user_activity"));
        var vector = new Events(plan.Sources[0]).At(plan, Now);
        vector.Int64("views_30d").ShouldBe(0);
        vector.Double("depth_7d").ShouldBe(0.5, "the prior alone");
        vector.Value("seconds_since").ShouldBe(Scalar.Null);
        vector.Items("recent_products").ShouldBeEmpty();
    }

    [Fact]
    public void A_features_own_filter_decides_for_it_alone()
    {
        var set = Shop.Read(Shop.Entities + """
            ---
            feature_view: carts
            entity: user
            source: {topic: clickstream, key: user_id, timestamp: occurred_at}
            ttl: 60d
            features:
              all:    {aggregate: count}
              views:  {aggregate: count, filter: action = 'view'}
              warmth: {aggregate: decayed_sum, filter: action = 'view', half_life: 1d}
              seen:   {aggregate: top_k, by: product_id, filter: action = 'view', k: 3}
              first:  {aggregate: first, of: product_id, filter: action = 'click'}
            """);
        var plan = ServicePlan.Compile(set.View("carts"));
        var events = new Events(plan.Sources[0]);
        events.Add(Now - (2 * Minute), ("action", "view"), ("product_id", "p1"));
        events.Add(Now - Minute, ("action", "click"), ("product_id", "p2"));
        events.Add(Now - Minute, ("action", null), ("product_id", "p3"));
        var vector = events.At(plan, Now);

        vector.Int64("all").ShouldBe(3);
        vector.Int64("views").ShouldBe(1);
        vector.Double("warmth").ShouldBe(Math.Pow(0.5, 2.0 / 1_440), 1e-12);
        vector.Items("seen").ShouldBe(["p1"]);
        vector.Weights("seen").ShouldBe([1.0]);
        vector.Value("first").ShouldBe(Scalar.From("p2"));
    }

    [Fact]
    public void An_event_without_a_key_or_one_that_the_filter_leaves_out_concerns_nobody()
    {
        var plan = ViewPlan.Compile(Set.View("user_activity"));
        var row = new Scalar[plan.View.Source!.Row.Fields.Count];
        var inputs = new Scalar[plan.Tiles.InputCount];
        row[plan.TimestampPlace] = Scalar.FromTimestamp(Now);
        row[plan.View.Source.Row.PlaceOf("action")] = Scalar.From("view");
        plan.TryRead(row, inputs).ShouldBeFalse("no key");
        row[plan.KeyPlaces[0]] = Scalar.From("u1");
        plan.TryRead(row, inputs).ShouldBeTrue();
        row[plan.View.Source.Row.PlaceOf("action")] = Scalar.Null;
        plan.TryRead(row, inputs).ShouldBeFalse("NULL isn't true");
    }

    [Fact]
    public void A_view_that_reads_others_computes_from_the_states_of_both()
    {
        var plan = ServicePlan.Compile(Set.View("product_conversion"));
        plan.Sources.Select(source => source.View.Name).ShouldBe(["product_sales", "product_interest"]);
        var (sales, interest) = (new Events(plan.Sources[0]), new Events(plan.Sources[1]));
        sales.Add(Now - Minute, ("lines.quantity", 3L));
        interest.Add(Now - Minute, ("action", "view"));
        interest.Add(Now - Minute, ("action", "view"));

        var row = plan.NewRow();
        row.Set(0, sales.State, Now);
        row.Set(1, interest.State, Now);
        row.Finish(Now);
        row.Values[0].Double.ShouldBe((3.0 + 1) / (2 + 50));
    }

    private sealed class Events(ViewPlan plan)
    {
        public TileState State { get; } = plan.Tiles.NewState();

        public void Add(long ts, params (string Field, object? Value)[] fields)
        {
            var schema = plan.View.Source!.Row;
            var row = new Scalar[schema.Fields.Count];
            foreach (var place in plan.KeyPlaces) row[place] = Scalar.From("key");
            row[plan.TimestampPlace] = Scalar.FromTimestamp(ts);
            foreach (var (field, value) in fields)
                row[schema.PlaceOf(field)] = value is long whole ? Scalar.From(whole) : Scalar.From((string?)value);
            var inputs = new Scalar[plan.Tiles.InputCount];
            if (plan.TryRead(row, inputs)) State.Add(ts, inputs);
        }

        public Vector At(ServicePlan service, long t)
        {
            var row = service.NewRow();
            row.Set(0, State, t);
            row.Finish(t);
            return new Vector(service, row);
        }
    }

    private sealed class Vector(ServicePlan plan, FeatureRow row)
    {
        public Scalar Value(string feature) => row.Values[PlaceOf(feature)];

        public long Int64(string feature) => Value(feature).Int64;

        public double Double(string feature) => Value(feature).Double;

        public string[] Items(string feature) => [.. row.Items(PlaceOf(feature)).ToArray().Select(item => item.String!)];

        public double[] Weights(string feature) => row.Weights(PlaceOf(feature)).ToArray();

        private int PlaceOf(string feature) => plan.Features.ToList().FindIndex(known => known.Feature.Name == feature);
    }
}
