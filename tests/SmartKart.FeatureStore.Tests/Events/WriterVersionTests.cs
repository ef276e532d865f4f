using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Events;

public sealed class WriterVersionTests
{
    private static readonly RecordSchema Contract = GeneratedEvents.Contract("clickstream");

    // Two fields fewer, one more, two in another order, a symbol that the contract doesn't know, and a count that has since become nullable.
    private const string Older = """
        {"type": "record", "name": "Clickstream", "namespace": "smartkart.events", "fields": [
          {"name": "action", "type": {"type": "enum", "name": "ClickstreamAction", "symbols": ["view", "hover", "unknown"], "default": "unknown"}},
          {"name": "campaign", "type": ["null", "string"]},
          {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}},
          {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
          {"name": "user_id", "type": "string"},
          {"name": "result_count", "type": "int"},
          {"name": "propensity", "type": ["null", "float"]}]}
        """;

    [Fact]
    public void An_older_writers_event_is_resolved_by_name_with_the_contracts_defaults()
    {
        var writer = (RecordSchema)AvroSchema.Parse(Older);
        var reader = TopicRows.Compile(SchemaResolution.Between(writer, Contract), [GeneratedEvents.AllOf("clickstream")]).NewReader();
        var schema = reader.Rows[0].Schema;
        foreach (var (written, read) in new[] { ("view", "view"), ("hover", "unknown") })
        {
            reader.Read(Event(writer, written));
            var row = reader.Rows[0].At(0);
            row[schema.PlaceOf("action")].String.ShouldBe(read);
            row[schema.PlaceOf("event_id")].String.ShouldBe("00000000-0000-0000-0000-000000000007");
            row[schema.PlaceOf("occurred_at")].Timestamp.ShouldBe(86_400_000_000);
            row[schema.PlaceOf("user_id")].String.ShouldBe("ada");
            row[schema.PlaceOf("result_count")].ShouldBe(Scalar.From(12L));
            row[schema.PlaceOf("propensity")].ShouldBe(Scalar.From(0.5));
            row[schema.PlaceOf("product_id")].IsNull.ShouldBeTrue();
            row[schema.PlaceOf("device_type")].String.ShouldBe("unknown");
        }
    }

    [Fact]
    public void A_newer_writers_line_loses_what_the_contract_doesnt_know()
    {
        var orders = GeneratedEvents.Contract("order_placed");
        var text = orders.ToString();
        const string Product = """{"name":"product_id","type":"string"}""";
        var at = text.IndexOf("\"LineItem\"", StringComparison.Ordinal);
        var field = text.IndexOf("\"fields\":[", at, StringComparison.Ordinal) + "\"fields\":[".Length;
        var writer = (RecordSchema)AvroSchema.Parse(text[..field] + """{"name":"gift_note","type":["null","string"]},""" + text[field..]);
        text[field..].ShouldStartWith(Product[..^1]);
        var need = GeneratedEvents.AllOf("order_placed", "lines");
        var reader = TopicRows.Compile(SchemaResolution.Between(writer, orders), [need]).NewReader();
        var random = new RandomEvents(seed: 4);
        var decoder = RecordDecoder<SmartKart.Schemas.Events.OrderPlaced>.For(writer);
        for (var i = 0; i < 200; i++)
        {
            var bytes = random.Bytes(writer);
            reader.Read(bytes);
            RowReaderTests.ShouldBe(reader.Rows[0], GeneratedEvents.Rows(decoder.Decode(bytes), need.Source, orders), need.Source.Row);
        }
    }

    [Fact]
    public void A_writer_without_a_required_field_is_refused()
    {
        var writer = AvroSchema.Parse(
            """{"type": "record", "name": "Clickstream", "namespace": "smartkart.events", "fields": [{"name": "user_id", "type": "string"}]}""");
        Should.Throw<SchemaResolutionException>(() => TopicRows.Compile(SchemaResolution.Between(writer, Contract), [GeneratedEvents.AllOf("clickstream")]));
    }

    [Fact]
    public void Damage_in_an_older_writers_event_names_its_field()
    {
        var writer = (RecordSchema)AvroSchema.Parse(Older);
        var reader = TopicRows.Compile(SchemaResolution.Between(writer, Contract), [GeneratedEvents.AllOf("clickstream")]).NewReader();
        var bytes = Event(writer, "view");
        Should.Throw<AvroDataException>(() => reader.Read(bytes.AsSpan(0, bytes.Length - 2))).Field.ShouldBe("propensity");
        reader.Rows[0].Count.ShouldBe(0);
        bytes[^9] = 0xFF;        // the user's last letter: only the contract's reader looks at it
        var error = Should.Throw<AvroDataException>(() => reader.Read(bytes));
        error.Field.ShouldBe("user_id");
        error.Message.ShouldContain("another version");
    }

    private static byte[] Event(RecordSchema writer, string action) => GenericWriter.Encode(writer, new GenericRecord(writer)
    {
        ["action"] = new GenericEnum((EnumSchema)writer.Field("action")!.Schema, action),
        ["campaign"] = "spring",
        ["event_id"] = new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7),
        ["occurred_at"] = DateTimeOffset.UnixEpoch.AddDays(1),
        ["user_id"] = "ada",
        ["result_count"] = 12,
        ["propensity"] = 0.5f,
    });
}
