using System.Text;
using System.Text.Json;
using SmartKart.Kafka;
using SmartKart.Local.Records;
using SmartKart.Schemas;

namespace SmartKart.Local.Tests.Records;

public sealed class RecordTextTests
{
    private static readonly AvroSchema Price = AvroSchema.Parse("""
        {"type":"record","name":"shop.Price","fields":[
          {"name":"product_id","type":"string"},{"name":"price","type":"int"}]}
        """);

    [Theory]
    [InlineData("beginning")]
    [InlineData("latest")]
    [InlineData("0")]
    [InlineData("-10")]
    [InlineData("2026-11-21T10:00Z")]
    [InlineData("2026-11-21")]
    public void A_place_to_begin_is_a_word_an_offset_the_last_n_or_an_instant(string text) => StartingPoint.Parse(text).ShouldNotBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("middle")]
    [InlineData("1.5")]
    [InlineData("1969-12-31")]
    public void Any_other_text_is_no_place(string text) => StartingPoint.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData(nameof(PayloadFormat.Auto), "0xff00", """{"base64":"/wA="}""")]
    [InlineData(nameof(PayloadFormat.Hex), "ff00", "\"ff00\"")]
    [InlineData(nameof(PayloadFormat.Base64), "/wA=", "\"/wA=\"")]
    public void Bytes_that_are_no_text_are_shown_as_digits(string format, string line, string json)
    {
        var payload = DecodedPayload.Raw([0xff, 0x00], Enum.Parse<PayloadFormat>(format));

        payload.ToLine().ShouldBe(line);
        Json(payload).ShouldBe(json);
    }

    [Fact]
    public void Text_is_shown_as_it_is()
    {
        var payload = DecodedPayload.Raw("tea"u8, PayloadFormat.Auto);

        payload.ToLine().ShouldBe("tea");
        Json(payload).ShouldBe("\"tea\"");
    }

    [Fact]
    public void A_JSON_line_becomes_Avro_behind_its_schema_s_id_keyed_by_a_field()
    {
        var (value, key) = ValueEncoder.Avro(new SchemaId(7), Price, "product_id").Encode("""{"product_id":"tea","price":3}""");

        key.ShouldBe("tea");
        value.ShouldBe([0, 0, 0, 0, 7, 6, (byte)'t', (byte)'e', (byte)'a', 6]);
    }

    [Fact]
    public void A_field_that_the_schema_lacks_is_no_key() =>
        Should.Throw<CommandException>(() => ValueEncoder.Avro(new SchemaId(7), Price, "product")).Message.ShouldContain("has no field 'product' to take a key from");

    [Theory]
    [InlineData("{\"product_id\":\"tea\"}", "is missing and has no default")]
    [InlineData("{\"product_id\":\"tea\",\"price\":\"3\"}", "is not a whole number")]
    [InlineData("tea", "this is not JSON")]
    public void A_line_that_does_not_fit_says_why(string line, string problem) =>
        Should.Throw<LineFormatException>(() => ValueEncoder.Avro(new SchemaId(7), Price, keyField: null).Encode(line)).Message.ShouldContain(problem);

    [Fact]
    public void A_line_is_parted_at_its_first_separator_and_the_marker_is_a_tombstone()
    {
        var records = new LineRecords(new LineRules("::", "null", ProducerBatch.AnyPartition, [KeyValuePair.Create("from", "test")]), ValueEncoder.Text);
        var batch = new ProducerBatch("t");

        records.Add(batch, "ada::hello::there", 1);
        records.Add(batch, "ada::null", 2);

        (batch.Count, batch.SizeBytes).ShouldBe((2, "adahello::therefromtestadafromtest".Length));
        Should.Throw<LineFormatException>(() => records.Add(batch, "no separator", 3)).Message.ShouldContain("there is no '::'");
        batch.Count.ShouldBe(2);
    }

    [Fact]
    public void A_tombstone_without_a_key_is_refused() =>
        Should.Throw<LineFormatException>(() => new LineRecords(new LineRules(null, "null", ProducerBatch.AnyPartition, []), ValueEncoder.Text).Add(new ProducerBatch("t"), "null", 1))
            .Message.ShouldContain("needs a key");

    private static string Json(DecodedPayload payload)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output)) payload.Write(json);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
