using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Definitions.Reading;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>
/// Random definitions, as a team would write them: views of a user, of a product (line by line) and of a pair, with any of the aggregates, over
/// any fields and some expressions, with filters, windows and a time to live; ratios and on-demand features on top; and a view that reads two.
/// </summary>
internal sealed class RandomView(Random random)
{
    private static readonly string[] Windows = ["1m", "5m", "1h", "90m", "24h", "25h", "3d", "7d", "10d", "31d", "60d"];

    private static readonly (string Entity, string Topic, string? Each, string Key)[] Sources =
    [
        ("entity: user", "clickstream", null, "user_id"),
        ("entity: user", "payment_processed", null, "user_id"),
        ("entity: user", "order_placed", "lines", "user_id"),
        ("entity: product", "clickstream", null, "product_id"),
        ("entity: product", "order_placed", "lines", "lines.product_id"),
        ("entities: [user, category]", "clickstream", null, "[user_id, category_id]"),
        ("entities: [user, category]", "order_placed", "lines", "[user_id, lines.category_id]"),
    ];

    private const string Entities = """
        entity: user
        join_keys: [user_id]
        ---
        entity: product
        join_keys: [product_id]
        ---
        entity: category
        join_keys: [category_id]

        """;

    /// <summary>Some views and one service of all their features, with the text that they were read from.</summary>
    public (DefinitionSet Set, FeatureService Service, string Text) Service()
    {
        var picked = Enumerable.Range(0, 1 + random.Next(3)).Select(i => (Name: $"view{i}", Source: Any(Sources))).ToArray();
        var text = Entities + string.Concat(picked.Select(view => View(view.Name, view.Source)));
        var names = picked.Select(view => view.Name).ToList();
        if (picked.GroupBy(view => view.Source.Entity).FirstOrDefault(same => same.Count() > 1) is { } pair)
        {
            names.Add("both");
            text += Reader(pair.Key, [.. pair.Select(view => view.Name)], text);
        }
        text += $"---\nfeature_service: everything\nfeatures: [{string.Join(", ", names.Select(name => $"{name}.*"))}]\n";
        var set = Read(text);
        return (set, set.Service("everything"), text);
    }

    private static DefinitionSet Read(string text) => DefinitionSet.Parse(new DefinitionFile("random.yaml", text));

    private string View(string name, (string Entity, string Topic, string? Each, string Key) source)
    {
        var row = new SourceFields(EventSchemas.Shipped.Of(TopicCatalog.Shipped[source.Topic]), source.Each).Row;
        var each = source.Each is null ? "" : $"each: {source.Each}, ";
        var aggregates = Enumerable.Range(0, 1 + random.Next(8)).Select(i => $"  f{i}: {Aggregate(row)}\n").ToArray();
        // At least as long as any window reaches.
        var ttl = string.Concat(aggregates).Contains("windows", StringComparison.Ordinal) ? $"{62 + random.Next(30)}d" : $"{1 + random.Next(400)}h";
        var head = $$"""
            ---
            feature_view: {{name}}
            {{source.Entity}}
            source: {topic: {{source.Topic}}, {{each}}key: {{source.Key}}, timestamp: occurred_at}
            ttl: {{ttl}}

            """
            + (random.Next(3) == 0 ? $"filter: \"{Filter(row)}\"\n" : "")
            + "features:\n" + string.Concat(aggregates);
        return head + Computed(Read(Entities + head).View(name), random.Next(4));
    }

    private string Reader(string entity, string[] views, string text)
    {
        var set = Read(text);
        var numbers = views.SelectMany(view => Numbers(set.View(view)).Select(number => $"{view}.{number}")).ToArray();
        var features = numbers.Length == 0 ? "  hour: {on_demand: hour(now)}\n"
            : $"  mix: {{ratio: {{of: {Any(numbers)}, to: {Any(numbers)}, prior: [1, 2]}}}}\n"
            + "  twice: {on_demand: mix + mix}\n";
        return $"---\nfeature_view: both\n{entity}\nreads: [{string.Join(", ", views)}]\nfeatures:\n{features}";
    }

    private string Computed(FeatureView view, int count)
    {
        var (numbers, text) = (Numbers(view), "");
        var instants = view.Features.Where(feature => feature.Type == FeatureType.Single(ScalarType.Timestamp)).Select(feature => feature.Name).ToArray();
        for (var i = 0; i < count; i++)
        {
            text += random.Next(3) switch
            {
                0 when numbers.Length > 0 => $"  ratio{i}: {{ratio: {{of: {Any(numbers)}, to: {Any(numbers)}{Any(["", ", prior: [1, 50]"])}}}}}\n",
                1 when instants.Length > 0 => $"  since{i}: {{on_demand: \"seconds(now - {Any(instants)})\"}}\n",
                2 when numbers.Length > 0 => $"  sum{i}: {{on_demand: \"coalesce({Any(numbers)}, 0) + {Any(numbers)} * 2\"}}\n",
                _ => $"  hour{i}: {{on_demand: hour(now)}}\n",
            };
        }
        return text;
    }

    // Not quantiles, whose error would carry over, nor what is all but 0 where values cancel.
    private static string[] Numbers(FeatureView view) =>
    [
        .. view.Features.Where(feature => feature.Type.IsNumber && feature.Definition is AggregateDefinition
            {
                Kind: AggregateKind.Count or AggregateKind.CountDistinct or AggregateKind.Min or AggregateKind.Max or AggregateKind.Last,
            })
            .Select(feature => feature.Name),
    ];

    private string Aggregate(RowSchema row)
    {
        var filter = random.Next(3) == 0 ? $", filter: \"{Filter(row)}\"" : "";
        var windows = random.Next(3) == 0 ? "" : $", windows: [{string.Join(", ", random.GetItems(Windows, 1 + random.Next(4)).Distinct())}]";
        var number = random.Next(2) == 0 ? ScalarType.Int64 : ScalarType.Double;
        var any = (ScalarType)random.Next(5);
        var ordered = Any([ScalarType.Int64, ScalarType.Double, ScalarType.Timestamp]);
        string Of(ScalarType type) => $", of: \"{Value(row, type)}\"";
        var of = random.Next(2) == 0 ? "" : Of(number);
        return random.Next(14) switch
        {
            0 => $"{{aggregate: count{(random.Next(2) == 0 ? "" : Of(any))}{filter}{windows}}}",
            1 => $"{{aggregate: sum{Of(number)}{filter}{windows}}}",
            2 => $"{{aggregate: avg{Of(number)}{filter}{windows}}}",
            3 => $"{{aggregate: min{Of(ordered)}{filter}{windows}}}",
            4 => $"{{aggregate: max{Of(ordered)}{filter}{windows}}}",
            5 => $"{{aggregate: variance{Of(number)}{filter}{windows}}}",
            6 => $"{{aggregate: stddev{Of(number)}{filter}{windows}}}",
            7 => $"{{aggregate: first{Of(any)}{filter}{windows}}}",
            8 => $"{{aggregate: last{Of(any)}{filter}{windows}}}",
            9 => $"{{aggregate: last_k{Of(any)}, k: {1 + random.Next(8)}{filter}{windows}}}",
            10 => $"{{aggregate: count_distinct{Of(any)}{filter}{windows}}}",
            11 => $"{{aggregate: top_k, by: \"{Value(row, Any([ScalarType.String, ScalarType.Int64]))}\", k: {1 + random.Next(8)}{of}{filter}{windows}}}",
            12 => $"{{aggregate: decayed_sum, half_life: {Any(["90s", "2h", "3d"])}{of}{filter}"
                + (random.Next(2) == 0 ? "}" : $", by: \"{Value(row, Any([ScalarType.String, ScalarType.Int64]))}\", top: {1 + random.Next(8)}}}"),
            _ => $"{{aggregate: quantiles{Of(number)}, at: {Any(["[0, 0.5, 1]", "[0.95]", "[0.25, 0.9]"])}{filter}{windows}}}",
        };
    }

    private string Value(RowSchema row, ScalarType type)
    {
        var field = Field(row, type);
        if (field is null) return $"length({Field(row, ScalarType.String)}){(type == ScalarType.Boolean ? " > 2" : "")}";
        if (random.Next(3) > 0) return field;
        return type switch
        {
            ScalarType.Boolean => $"not {field}",
            ScalarType.Int64 => $"coalesce({field}, 7) % 5 - 2",
            ScalarType.Double => $"{field} * 0.5 + 1",
            ScalarType.String => $"left({field}, 1) || {Field(row, type)}",
            _ => $"date_trunc('hour', {field})",
        };
    }

    private string Filter(RowSchema row) => random.Next(4) switch
    {
        0 => $"{Value(row, ScalarType.Int64)} > 3",
        1 => $"{Value(row, ScalarType.Double)} <= 40.5",
        2 => $"{Field(row, ScalarType.String)} like '%1'",
        _ => $"{Field(row, ScalarType.String)} is not null and {Value(row, ScalarType.Boolean)}",
    };

    private string? Field(RowSchema row, ScalarType type)
    {
        var fields = row.Fields.Where(field => field.Type == type).Select(field => field.Name).ToArray();
        return fields.Length == 0 ? null : Any(fields);
    }

    private T Any<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
