using System.Collections;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Definitions.Reading;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.FeatureStore.Tests.Events;

/// <summary>The generated records as oracle: what a row must hold, looked up by reflection, property by property.</summary>
internal static class GeneratedEvents
{
    private static readonly Dictionary<string, Func<byte[], object>> Decoders = new()
    {
        ["cart_abandoned"] = Decode<CartAbandoned>, ["cart_updated"] = Decode<CartUpdated>, ["clickstream"] = Decode<Clickstream>,
        ["dead_letters"] = Decode<DeadLetter>, ["drift_detected"] = Decode<DriftDetected>, ["forecast_published"] = Decode<ForecastPublished>,
        ["fraud_scored"] = Decode<FraudScored>, ["inventory_updated"] = Decode<InventoryUpdated>,
        ["order_anomaly_detected"] = Decode<OrderAnomalyDetected>, ["order_placed"] = Decode<OrderPlaced>,
        ["order_status_changed"] = Decode<OrderStatusChanged>, ["payment_processed"] = Decode<PaymentProcessed>,
        ["payment_risk_measured"] = Decode<PaymentRiskMeasured>, ["product_reviewed"] = Decode<ProductReviewed>,
        ["product_upserted"] = Decode<ProductUpserted>, ["session_closed"] = Decode<SessionClosed>, ["stock_level_crossed"] = Decode<StockLevelCrossed>,
    };

    /// <summary>Every topic with each of its arrays, and with none.</summary>
    internal static TheoryData<string, string?> Sources
    {
        get
        {
            var all = new TheoryData<string, string?>();
            foreach (var (topic, contract) in EventSchemas.Shipped.ByTopic)
            {
                all.Add(topic, null);
                foreach (var each in new SourceFields(contract, null).Arrays.Order()) all.Add(topic, each);
            }
            return all;
        }
    }

    internal static TheoryData<string> Topics => [.. EventSchemas.Shipped.ByTopic.Keys];

    internal static RecordSchema Contract(string topic) => EventSchemas.Shipped.ByTopic[topic];

    internal static object Decode(string topic, byte[] bytes) => Decoders[topic](bytes);

    /// <summary>A source with every field, whose keys and time nobody asks for.</summary>
    internal static RowNeed AllOf(string topic, string? each = null)
    {
        var row = new SourceFields(Contract(topic), each).Row;
        var source = new EventSource(TopicCatalog.Shipped.All.Single(one => one.Name == topic), each, [], row.Fields[1], row);
        return new RowNeed(source, [.. Enumerable.Range(0, row.Fields.Count)]);
    }

    /// <summary>The rows that a record must give.</summary>
    internal static List<Scalar[]> Rows(object record, EventSource source, RecordSchema contract)
    {
        var elements = source.Each is { } each ? ((IEnumerable?)Property(record, each))?.Cast<object?>().ToArray() ?? [] : [record];
        return [.. elements.Select(element => source.Row.Fields.Select(field => Value(record, element, field.Name, source.Each, contract)).ToArray())];
    }

    private static Scalar Value(object record, object? element, string path, string? each, RecordSchema contract)
    {
        if (each is null || !path.StartsWith(each, StringComparison.Ordinal)) return ToScalar(Property(record, path), SchemaOf(contract, path));
        var items = ((ArraySchema)SchemaOf(contract, each)).Items;
        return path == each ? ToScalar(element, items)
            : ToScalar(Property(element, path[(each.Length + 1)..]), SchemaOf((RecordSchema)items, path[(each.Length + 1)..]));
    }

    private static object? Property(object? owner, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (owner is null) return null;
            var pascal = string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
            owner = owner.GetType().GetProperty(pascal)!.GetValue(owner);
        }
        return owner;
    }

    private static AvroSchema SchemaOf(RecordSchema record, string path)
    {
        AvroSchema schema = record;
        foreach (var name in path.Split('.')) schema = NotNull(((RecordSchema)schema).Field(name)!.Schema);
        return schema;
    }

    private static AvroSchema NotNull(AvroSchema schema) => schema is UnionSchema union ? union.Branches[1 - union.NullIndex] : schema;

    private static Scalar ToScalar(object? value, AvroSchema schema) => value switch
    {
        null => Scalar.Null,
        string text => Scalar.From(text),
        bool it => Scalar.From(it),
        int it => Scalar.From((long)it),
        long it => Scalar.From(it),
        float it => Scalar.From((double)it),
        double it => Scalar.From(it),
        decimal it => Scalar.From((double)it),
        Guid it => Scalar.From(it.ToString("D")),
        DateTimeOffset it => Scalar.FromTimestamp((it - DateTimeOffset.UnixEpoch).Ticks / 10),
        Enum it => Scalar.From(((EnumSchema)schema).Symbols[Convert.ToInt32(it, System.Globalization.CultureInfo.InvariantCulture)]),
        _ => throw new NotSupportedException($"{value.GetType()} is no value of a row."),
    };

    private static object Decode<T>(byte[] bytes) where T : class, IAvroRecord<T> => T.Decode(bytes);
}
