using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>
/// What a label's features are, the plain way: for each label and view all events of the key before it, in whatever order they lie in, into tiles
/// of their own.
/// </summary>
/// <param name="service">The features.</param>
/// <param name="history">The events, of one topic.</param>
internal sealed class FromScratch(ServicePlan service, HistoryFolder history)
{
    private readonly List<Scalar[]> _events = Load(service.Sources[0].View.Source!, history);

    /// <summary>A value for each feature, as the reader gives them.</summary>
    public object?[] Vector(Func<string, string> keyOf, long t) => [.. service.Features.Select(feature => Value(feature, keyOf, t))];

    /// <summary>Whether two values are the same: Doubles to 1e-9.</summary>
    public static bool AreSame(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(b)),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(field => AreSame(field.Value, b[field.Key])),
        (System.Collections.IDictionary a, System.Collections.IDictionary b) => a.Count == b.Count && a.Keys.Cast<object>().All(key => AreSame(a[key], b[key])),
        (System.Collections.IList a, System.Collections.IList b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => AreSame(a[i], b[i])),
        _ => Equals(left, right),
    };

    private object? Value(ServiceFeature feature, Func<string, string> keyOf, long t)
    {
        var plan = ServicePlan.Compile(new FeatureService("one", "", [feature], feature.View.At));
        var row = plan.NewRow();
        for (var i = 0; i < plan.Sources.Count; i++)
        {
            var (source, state) = (plan.Sources[i], plan.Sources[i].Tiles.NewState());
            var inputs = new Scalar[source.Tiles.InputCount];
            string[] key = [.. source.View.JoinKeys.Select(keyOf)];
            foreach (var e in _events)
            {
                if (e[source.TimestampPlace].Timestamp >= t || !source.KeyPlaces.Select(place => e[place].String).SequenceEqual(key)) continue;
                if (source.TryRead(e, inputs)) state.Add(e[source.TimestampPlace].Timestamp, inputs);
            }
            row.Set(i, state, t);
        }
        row.Finish(t);
        var type = feature.Feature.Type;
        if (type.Shape == FeatureShape.Single) return Plain(type.Value, row.Values[0]);
        if (type.Shape == FeatureShape.List) return row.Items(0).ToArray().Select(item => Plain(type.Value, item)).ToList();
        var weights = row.Weights(0).ToArray();
        return row.Items(0).ToArray()
            .Select((item, i) => new Dictionary<string, object?> { ["key"] = Plain(type.Key!.Value, item), ["weight"] = weights[i] }).ToList();
    }

    private static object? Plain(ScalarType type, Scalar value) => value.IsNull ? null : type switch
    {
        ScalarType.Boolean => value.Boolean,
        ScalarType.Int64 => value.Int64,
        ScalarType.Double => value.Double,
        ScalarType.Timestamp => DateTimeOffset.UnixEpoch.AddTicks(value.Timestamp * TimeSpan.TicksPerMicrosecond),
        _ => value.String,
    };

    private static List<Scalar[]> Load(EventSource source, HistoryFolder history)
    {
        string[] read = ["user_id", "occurred_at", "action", "product_id", "category_id", "position", "propensity"];
        int[] places = [.. read.Select(source.Row.PlaceOf)];
        var rows = history.Rows($"""
            SELECT user_id, epoch_us(occurred_at), action, product_id, category_id, "position"::BIGINT, propensity
            FROM {ParquetFiles.Scan(history.Source.FilesOf(source.Topic.Name))}
            """);
        return [.. rows.Select(row =>
        {
            var e = new Scalar[source.Row.Fields.Count];
            for (var i = 0; i < places.Length; i++)
            {
                e[places[i]] = row[i] switch
                {
                    null => Scalar.Null,
                    string text => Scalar.From(text),
                    double number => Scalar.From(number),
                    var whole when read[i] == "occurred_at" => Scalar.FromTimestamp((long)whole),
                    var whole => Scalar.From((long)whole),
                };
            }
            return e;
        })];
    }
}
