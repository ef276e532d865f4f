using System.Text;

namespace SmartKart.Schemas.Tests.Identity;

public sealed class FingerprintTests
{
    [Fact]
    public void The_Avro_projects_schemas_have_the_CRC_64_AVRO_that_it_says()
    {
        var vectors = SpecificationVectors.Read().Where(vector => vector.Fingerprint is not null).ToList();
        vectors.Count.ShouldBeGreaterThan(15);
        foreach (var vector in vectors) ((long)Fingerprint.Crc64(AvroSchema.Parse(vector.Input))).ShouldBe(vector.Fingerprint!.Value, vector.Input);
    }

    [Fact]
    public void CRC_64_AVRO_of_int_is_the_number_every_implementation_knows() => Fingerprint.Crc64(AvroSchema.Parse("\"int\"")).ShouldBe(0x7275D51A3F395C8FUL);

    [Fact]
    public void CRC_64_AVRO_of_no_bytes_is_the_polynomial() => Fingerprint.Crc64([]).ShouldBe(0xC15D213AA4D7A795UL);

    [Theory]
    [InlineData("\"int\"", "3F2B87A9FE7CC9B13835598C3981CD45E3E355309E5090AA0933D7BECB6FBA45")]
    [InlineData("""{"type": "record", "name": "R", "namespace": "a", "doc": "left out", "fields": [{"name": "x", "type": "long"}]}""", "33F6D136E5577D52F0D982947BC5EA6671861676F48573E21E9283BFFC881F3D")]
    public void SHA_256_is_of_the_canonical_form(string schema, string expected) => Convert.ToHexString(Fingerprint.Sha256(AvroSchema.Parse(schema))).ShouldBe(expected);

    [Fact]
    public void The_table_gives_what_the_specification_computes_bit_by_bit()
    {
        var bytes = Encoding.UTF8.GetBytes("CRC-64-AVRO \u00e9 \U0001F375");
        var slow = 0xC15D213AA4D7A795UL;
        foreach (var b in bytes)
        {
            slow ^= b;
            for (var bit = 0; bit < 8; bit++) slow = (slow & 1) == 1 ? (slow >> 1) ^ 0xC15D213AA4D7A795UL : slow >> 1;
        }
        Fingerprint.Crc64(bytes).ShouldBe(slow);
    }
}
