namespace SmartKart.Schemas.Tests.Interop;

public class RoundTripTests
{
    private const int Seed = 20261121;
    private const int Values = 100;

    [Theory, MemberData(nameof(Records))]
    public void A_generic_value_comes_back_as_it_was_written(string record) => ForEach(record, (codec, value, bytes) =>
    {
        var back = GenericReader.Decode(codec.Schema, bytes);
        back.ShouldBe(value);
        // Equal values may differ in the bits of a NaN and the sign of a zero; their bytes may not.
        Same(GenericWriter.Encode(codec.Schema, back), bytes);
        GenericWriter.MaxBytes(codec.Schema, value).ShouldBeGreaterThanOrEqualTo(bytes.Length);
    });

    [Theory, MemberData(nameof(Records))]
    public void A_generated_codec_reads_generic_bytes_and_writes_the_same(string record) => ForEach(record, (codec, _, bytes) =>
    {
        var value = codec.Decode(bytes);
        codec.MaxBytes(value).ShouldBeGreaterThanOrEqualTo(bytes.Length);
        Same(codec.Encode(value), bytes);
        codec.Decode(bytes).Equals(value).ShouldBeTrue();
        codec.Encode(value, new byte[bytes.Length]).ShouldBe(bytes.Length, "an output of just the size is enough");
    });

    [Theory, MemberData(nameof(Records))]
    public void Resolving_a_schema_to_itself_changes_nothing(string record)
    {
        var reader = (RecordSchema)AvroSchema.Parse(Codec.Named(record).Schema.ToString());
        ForEach(record, (codec, value, bytes) =>
        {
            var resolution = SchemaResolution.Between(codec.Schema, reader);
            resolution.IsIdentity.ShouldBeTrue();
            Same(GenericWriter.Encode(codec.Schema, GenericReader.Decode(resolution, bytes)), bytes);
            Same(codec.Encode(codec.Decode(reader, bytes)), bytes);
        });
    }

    [Theory, MemberData(nameof(Records))]
    public void A_schema_is_the_same_after_its_text_was_read_again(string record)
    {
        var schema = Codec.Named(record).Schema;
        var again = AvroSchema.Parse(schema.ToString());
        again.ToString().ShouldBe(schema.ToString());
        CanonicalForm.Of(again).ShouldBe(CanonicalForm.Of(schema));
        CanonicalForm.Of(AvroSchema.Parse(CanonicalForm.Of(schema))).ShouldBe(CanonicalForm.Of(schema));
    }

    public static TheoryData<string> Records => Codec.Names;

    private static void Same(byte[] actual, byte[] expected) => Convert.ToHexString(actual).ShouldBe(Convert.ToHexString(expected));

    private static void ForEach(string record, Action<Codec, GenericRecord, byte[]> check)
    {
        var codec = Codec.Named(record);
        var random = new RandomValues(Seed);
        for (var i = 0; i < Values; i++)
        {
            var value = random.Record(codec.Schema);
            var bytes = GenericWriter.Encode(codec.Schema, value);
            try
            {
                check(codec, value, bytes);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"value {i} of {record} from seed {Seed}, {Convert.ToHexString(bytes)}: {e.Message}", e);
            }
        }
    }
}
