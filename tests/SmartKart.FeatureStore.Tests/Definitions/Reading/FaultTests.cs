using SmartKart.FeatureStore.Definitions;

namespace SmartKart.FeatureStore.Tests.Definitions.Reading;

public sealed class FaultTests
{
    [Fact]
    public void A_fault_names_file_line_column_key_and_remedy()
    {
        var fault = Shop.Faults(Shop.With("windows: [1h, 24h, 7d, 30d]", "windows: [1h, 24 h, 7d, 30d]")).Single();
        fault.At.ShouldBe(new DefinitionPosition("shop.yaml", 18, 55));
        fault.Key.ShouldBe("user_activity.features.views.windows");
        fault.ToString().ShouldBe("shop.yaml:18:55: user_activity.features.views.windows: '24 h' is no duration. "
            + "Write a whole number and a unit, such as 90s, 15m, 24h or 7d, of ten years at most.");
    }

    [Fact]
    public void A_fault_of_an_expression_is_placed_at_its_column()
    {
        var fault = Shop.Faults(Shop.With("\"seconds(now - last_at)\"", "\"seconds(now - lst_at)\"")).ShouldHaveSingleItem();
        fault.At.Line.ShouldBe(25);
        fault.At.Column.ShouldBe(49);
        fault.Problem.ShouldContain("Did you mean 'last_at'?");
    }

    [Fact]
    public void All_faults_are_told_at_once_sorted_by_file_and_line()
    {
        var error = Should.Throw<DefinitionException>(() => DefinitionSet.Parse(
            new DefinitionFile("b.yaml", "entity: user\njoin_key: [user_id]\n"),
            new DefinitionFile("a.yaml", Shop.With("topic: order_placed", "topic: order_plced").Replace("action =", "acton =", StringComparison.Ordinal))));
        error.Faults.Select(fault => fault.At.File).ShouldBe(["a.yaml", "a.yaml", "a.yaml", "b.yaml", "b.yaml"], string.Join('\n', error.Faults));
        error.Faults.Take(3).Select(fault => fault.At.Line).ShouldBeInOrder();
        error.Message.Split('\n').Length.ShouldBe(5);
    }

    [Fact]
    public void What_names_a_faulty_definition_gets_no_fault_of_its_own() =>
        Shop.Faults(Shop.With("of: lines.quantity", "of: lines.quantty")).ShouldHaveSingleItem().Problem.ShouldContain("Did you mean 'lines.quantity'?");

    [Theory]
    // Unknown and missing keys.
    [InlineData("ttl: 31d", "tll: 31d", "there is no key 'tll' here. Did you mean 'ttl'?", "this key is missing. Write, for example, 'ttl: 60d'.")]
    [InlineData("half_life: 3d", "half_live: 3d", "Did you mean 'half_life'?", "decayed_sum needs 'half_life'.")]
    [InlineData("feature_service: recommender", "feature_servise: recommender",
        "there is no definition of the kind 'feature_servise'. Did you mean 'feature_service'?")]
    [InlineData(", k: 20}", "}", "last_k needs 'k'. It is written {aggregate: last_k, of: product_id, k: 20}.")]
    [InlineData(", k: 20}", ", k: 0}", "'0' isn't a whole number from 1 to 256.")]
    [InlineData(", k: 20}", ", k: 20, half_life: 3d}", "last_k has no use for 'half_life'.")]
    [InlineData(", top: 10}", "}", "Write both 'by' and 'top'")]
    [InlineData("half_life: 3d, top: 10", "half_life: 3d, top: 10, windows: [7d]", "decayed_sum has no use for 'windows'.")]
    [InlineData("half_life: 3d", "half_life: 4000d",
        "'4000d' is no duration. Write a whole number and a unit, such as 90s, 15m, 24h or 7d, of ten years at most.")]
    // What an enum never is.
    [InlineData("filter: action = 'view'\nttl", "filter: action = 'veiw'\nttl", "'action' is never 'veiw'. Did you mean 'view'?")]
    [InlineData("filter: action = 'view'\nttl", "filter: action in ('view', 'bought')\nttl",
        "'action' is never 'bought'. Its values are unknown, impression, view")]
    [InlineData("filter: action = 'view'\nttl", "filter: case action when 'look' then true end\nttl", "'action' is never 'look'.")]
    [InlineData("version: 1", "version: one", "'one' isn't a whole number from 1 to 1000000.")]
    // Names and duplicates.
    [InlineData("entity: category", "entity: Category", "'Category' is no name. Write small letters, digits and underscores", "there is no entity 'category'.")]
    [InlineData("  views:             {", "  now: {aggregate: count}\n  views:             {", "'now' means something in expressions.")]
    [InlineData("  last_at:  ", "  views_7d: {on_demand: 1}\n  last_at:  ", "the feature 'views_7d' is there already: 'views' at line 18 gives it.")]
    [InlineData("  last_at:  ", "  views: {aggregate: count}\n  last_at:  ", "this key stands here already, at line 18. Keep one of them.")]
    [InlineData("---\nfeature_view: product_interest",
        "---\nfeature_view: product_sales\nentity: product\nsource: {topic: clickstream, key: product_id, timestamp: occurred_at}\nttl: 1d\n"
            + "features: {n: {aggregate: count}}\n---\nfeature_view: product_interest",
        "product_sales@1 is declared already, at shop.yaml:27:15. Keep one of them, or give this one version: 2.")]
    [InlineData("join_keys: [category_id]", "join_keys: [product_id]", "'product_id' is the join key of 'product' already")]
    [InlineData("windows: [24h, 7d]", "windows: [24h, 1d]", "the window '1d' stands here already, as '24h'.")]
    // The contracts.
    [InlineData("{topic: order_placed,", "{topic: order_plced,", "there is no topic 'order_plced'. Did you mean 'order_placed'?")]
    [InlineData("each: lines,", "each: line,", "order_placed has no list 'line' to take one by one. It has lines.")]
    [InlineData("each: lines, ", "", "'lines' is a list, and expressions read single values. Take its elements one by one: write 'each: lines' in the source.")]
    [InlineData("filter: action = 'view'\nttl", "filter: action\nttl", "this is a String, and a Boolean is wanted here.")]
    [InlineData("of: lines.quantity", "of: lines.product_id", "sum takes Int64 or Double, and 'lines.product_id' is a String.")]
    [InlineData("key: lines.product_id", "key: lines.unit_price", "'lines.unit_price' is a Double, and a String or Int64 is wanted here.")]
    [InlineData("key: product_id, timestamp: occurred_at", "key: product_id, timestamp: action", "'action' is a String, and a Timestamp is wanted here.")]
    [InlineData("key: [user_id, category_id]", "key: [user_id]", "the key has 2 columns (user_id, category_id), and 1 fields are given.")]
    // Between definitions.
    [InlineData("entity: product\nreads", "entity: prodct\nreads", "there is no entity 'prodct'. Did you mean 'product'?")]
    [InlineData("reads: [product_sales, product_interest]", "reads: [product_sales, product_intrest]",
        "there is no feature view 'product_intrest'. Did you mean 'product_interest'?")]
    [InlineData("reads: [product_sales, product_interest]", "reads: [product_sales, user_activity]", "user_activity@1 is of user, and this view isn't.")]
    [InlineData("reads: [product_sales, product_interest]", "reads: [product_sales, product_interest@3]",
        "there is no 'product_interest@3'. There is product_interest@1: write one of them.")]
    [InlineData("[user_activity.views_7d,", "[user_activity.views_7,", "user_activity@1 has no feature 'views_7'. Did you mean 'views_7d'?")]
    [InlineData("[user_activity.views_7d,", "[usr_activity.views_7d,", "there is no feature view 'usr_activity'. Did you mean 'user_activity'?")]
    [InlineData("[user_activity.views_7d,", "[user_activity,", "'user_activity' names no feature. Write view.feature")]
    [InlineData("[user_activity.views_7d,", "[user_activity.category_affinity,", "user_activity@1.category_affinity is in the service already.")]
    [InlineData("of: views_7d, to", "of: veiws_7d, to", "there is no feature 'veiws_7d' to make a ratio of. Did you mean 'views_7d'?")]
    [InlineData("of: views_7d, to", "of: recent_products, to", "'recent_products' is a list of String, and a ratio is of two numbers.")]
    [InlineData("prior: [1, 2]", "prior: [1]", "a prior is two numbers")]
    [InlineData("on_demand: seconds_since / 60", "on_demand: recent_products", "'recent_products' is a list of String, and expressions read single values.")]
    [InlineData("\"seconds(now - last_at)\"", "minutes_since * 60", "features read each other in a circle: minutes_since → seconds_since → minutes_since.")]
    [InlineData("trend:         {on_demand: product_sales.units_7d * 30 / (product_sales.units_30d * 7)}", "trend: {aggregate: count}",
        "a view without a source has no events to aggregate.")]
    // Time.
    [InlineData("ttl: 60d\nfeatures:\n  views:", "ttl: 30d\nfeatures:\n  views:",
        "'views_30d' looks back 30d and up to 6h more, and the ttl is 30d. Write 'ttl: 31d' or more.")]
    [InlineData("windows: [1h, 24h, 7d, 30d]", "windows: [30s, 24h, 7d, 30d]", "the window '30s' isn't from 1m to 3650d.")]
    [InlineData("windows: [1h, 24h, 7d, 30d]", "windows: [1h, 90s, 24h, 7d, 30d]", "the window '90s' isn't whole minutes")]
    [InlineData("ttl: 31d", "ttl: 1 month", "'1 month' is no duration.")]
    // What is written where.
    [InlineData("ttl: 31d", "", "this key is missing. Write, for example, 'ttl: 60d'.")]
    [InlineData("source: {topic: clickstream, key: product_id, timestamp: occurred_at}\n", "", "this says not where its features come from.")]
    [InlineData("reads: [product_sales, product_interest]", "reads: [product_sales, product_interest]\nttl: 3d", "Leave 'ttl' out")]
    [InlineData("{aggregate: last, of: occurred_at}", "{of: occurred_at}", "this says not how it is computed.")]
    [InlineData("{aggregate: last, of: occurred_at}", "{aggregate: last, of: occurred_at, on_demand: 1}",
        "this is computed in two ways: aggregate and on_demand.")]
    [InlineData("{aggregate: last, of: occurred_at}", "last", "a feature is keys and values, and this is the value 'last'.")]
    [InlineData("aggregate: last,", "aggregate: lst,", "there is no aggregate 'lst'. Did you mean 'last'?")]
    [InlineData("aggregate: last,", "aggregate: ratio,", "A ratio is of two features: write {ratio: {of: clicks_7d, to: impressions_7d}}.")]
    [InlineData("aggregate: last,", "aggregate: [last],", "one value is wanted here, and this is a list.")]
    public void Each_mistake_is_answered_with_its_remedy(string old, string now, params string[] problems)
    {
        var faults = Shop.Faults(Shop.With(old, now));
        faults.Count.ShouldBe(problems.Length, string.Join('\n', faults));
        foreach (var problem in problems) faults.ShouldContain(fault => fault.Problem.Contains(problem, StringComparison.Ordinal), string.Join('\n', faults));
        faults.ShouldAllBe(fault => fault.At.File == Shop.File && fault.At.Line > 1 && fault.At.Column >= 1);
    }

    [Theory]
    [InlineData("ttl: &long 60d", "'&long' names a value for use elsewhere.")]
    [InlineData("ttl: *long", "'*long' stands for something written elsewhere.")]
    [InlineData("<<: {ttl: 60d}", "'<<' merges what is written elsewhere.")]
    [InlineData("ttl: !!str 60d", "gives a value another type. Leave it out")]
    [InlineData("ttl: 60d\nttl: 70d", "this key stands here already, at line 6.")]
    [InlineData("ttl: [60d", "this is no YAML:")]
    [InlineData("? [a, b]\n: 60d", "a key is a name, and this is a list.")]
    [InlineData("ttl: [[[[[[[[[[[[[[[[[[[[60d]]]]]]]]]]]]]]]]]]]]", "values lie more than 16 levels deep")]
    public void What_YAML_offers_beyond_texts_lists_and_mappings_is_refused_at_its_line(string line, string problem)
    {
        var faults = Shop.Faults($$"""
            entity: user
            join_keys: [user_id]
            ---
            feature_view: activity
            entity: user
            {{line.ReplaceLineEndings("\n")}}
            source: {topic: clickstream, key: user_id, timestamp: occurred_at}
            features: {views: {aggregate: count} }
            """);
        faults.ShouldContain(fault => fault.Problem.Contains(problem, StringComparison.Ordinal) && fault.At.Line >= 6, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("just a text", "a definition is keys and values, and this is the value 'just a text'.")]
    [InlineData("- a\n- b", "a definition is keys and values, and this is a list.")]
    [InlineData("owner: me", "this defines nothing. Begin it with 'entity: name'")]
    public void A_document_that_defines_nothing_is_refused(string text, string problem) =>
        Shop.Faults(text).ShouldHaveSingleItem().Problem.ShouldStartWith(problem);

    [Fact]
    public void Join_keys_have_one_type_in_every_view() =>
        Shop.Faults(Shop.With("key: [user_id, category_id]", "key: [position, category_id]")).ShouldHaveSingleItem().Problem.ShouldBe(
            "the join key 'user_id' is a Int64 here ('position') and a String in user_activity@1. Take a field of the same type.");

    [Fact]
    public void A_version_must_be_named_where_there_are_several() =>
        Shop.Faults(Shop.All + Shop.Views.Split("---")[1].Replace("version: 1", "version: 2", StringComparison.Ordinal).Insert(0, "---"))
            .ShouldHaveSingleItem().Problem.ShouldBe("'user_activity' has the versions 1 and 2. Say which: user_activity@2.");

    [Fact]
    public void A_path_without_definitions_is_a_fault_of_the_path() =>
        Should.Throw<DefinitionException>(() => DefinitionSet.Read("no/such/folder")).Message.ShouldBe(
            "no/such/folder:1:1: there is no such file or folder. Name a folder with definitions, or one file of them.");
}
