namespace SmartKart.Schemas.Tests.Catalogue;

/// <summary>The rules can be broken: each of these contracts breaks one, and is told so.</summary>
public sealed class ContractRulesTests
{
    private const string Uuid = """{"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Id."}""";
    private const string Time = """{"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-micros"}, "doc": "When."}""";
    private const string Money = """{"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 4}""";

    [Fact]
    public void A_contract_that_keeps_every_rule_has_no_breach() =>
        Breaches("""{"name": "currency", "type": "string", "doc": "Code."}""", $$"""{"name": "total", "type": {{Money}}, "doc": "Sum."}""").ShouldBeEmpty();

    [Theory]
    [InlineData("""{"name": "order_id", "type": "long", "doc": "Order."}""", "is an id but not a string")]
    [InlineData("""{"name": "sent_at", "type": "long", "doc": "When."}""", "is a time but not a timestamp-micros")]
    [InlineData("""{"name": "total", "type": "double", "doc": "Sum."}""", "is money but not a decimal")]
    [InlineData("""{"name": "unit_price", "type": ["null", "float"], "default": null, "doc": "Price."}""", "is money but not a decimal")]
    [InlineData($$"""{"name": "total", "type": {{Money}}, "doc": "Sum."}""", "is money with no currency beside it")]
    [InlineData("""{"name": "currency", "type": "string", "doc": "Code."}, {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}, "doc": "Sum."}""", "is a decimal other than")]
    [InlineData("""{"name": "user_id", "type": "string", "doc": "Who."}""", "is personal data and not marked")]
    [InlineData("""{"name": "billing_address_hash", "type": "string", "doc": "Where.", "pii": false}""", "is personal data and not marked")]
    [InlineData("""{"name": "city", "type": "string"}""", "has no doc")]
    [InlineData("""{"name": "city", "type": ["string", "null"], "doc": "Where."}""", "is a union other than")]
    [InlineData("""{"name": "city", "type": ["null", "string"], "doc": "Where."}""", "is a union other than")]
    [InlineData("""{"name": "City", "type": "string", "doc": "Where."}""", "is not in snake case")]
    [InlineData("""{"name": "kind", "type": {"type": "enum", "name": "K", "doc": "unknown, a.", "symbols": ["unknown", "a"]}, "doc": "Kind."}""", "the default of 'smartkart.events.K' are not unknown")]
    [InlineData("""{"name": "kind", "type": {"type": "enum", "name": "K", "doc": "unknown, A.", "symbols": ["unknown", "A"], "default": "unknown"}, "doc": "Kind."}""", "the symbol 'A'")]
    [InlineData("""{"name": "kind", "type": {"type": "enum", "name": "K", "doc": "unknown.", "symbols": ["unknown", "a"], "default": "unknown"}, "doc": "Kind."}""", "does not say what 'a' means")]
    [InlineData("""{"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "L", "fields": []}}, "doc": "Lines."}""", "'smartkart.events.L' has no doc")]
    [InlineData("""{"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "L", "doc": "Line.", "fields": [{"name": "fee", "type": "double", "doc": "Fee."}]}}, "doc": "Lines."}""", "'L.fee' is money but not a decimal")]
    public void A_breach_is_named(string field, string expected) => Breaches(field).ShouldHaveSingleItem().ShouldContain(expected);

    [Fact]
    public void An_event_without_identity_or_time_is_named() =>
        ContractRules.Breaches((RecordSchema)AvroSchema.Parse("""{"type": "record", "name": "E", "namespace": "elsewhere", "doc": "E.", "fields": []}"""))
            .Select(breach => breach.Split(": ")[1])
            .ShouldBe(["'elsewhere.E' is not in the namespace smartkart.events", "'elsewhere.E' has no event_id that is a uuid", "'elsewhere.E' has no occurred_at that is a timestamp-micros"]);

    private static IEnumerable<string> Breaches(params string[] fields) => ContractRules.Breaches((RecordSchema)AvroSchema.Parse(
        $$"""{"type": "record", "name": "E", "namespace": "smartkart.events", "doc": "E.", "fields": [{{Uuid}}, {{Time}}, {{string.Join(", ", fields)}}]}"""));
}
