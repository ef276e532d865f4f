using System.Buffers;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Schemas.Tests.Registry;

namespace SmartKart.Schemas.Tests.Wire;

public sealed class AvroSerializerTests : RegistryTests
{
    [Fact]
    public void A_message_has_golden_bytes()
    {
        var serializer = new AvroSerializer<Clickstream>(new SchemaId(258));

        Convert.ToHexString(serializer.ToBytes(Clicks.Search)).ShouldBe(Clicks.SearchHex);
    }

    [Fact]
    public void Messages_are_appended_one_after_the_other()
    {
        var serializer = new AvroSerializer<Clickstream>(new SchemaId(258));
        var output = new ArrayBufferWriter<byte>();

        var bytes = serializer.Append(Clicks.Search, output);
        serializer.Append(Clicks.Search, output).ShouldBe(bytes);

        bytes.ShouldBe(Clicks.SearchHex.Length / 2);
        Convert.ToHexString(output.WrittenSpan).ShouldBe(Clicks.SearchHex + Clicks.SearchHex);
    }

    [Fact]
    public void Appending_allocates_nothing()
    {
        var serializer = new AvroSerializer<Clickstream>(new SchemaId(258));
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        serializer.Append(Clicks.Search, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) serializer.Append(Clicks.Search, output);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_value_that_does_not_fit_its_schema_appends_nothing()
    {
        var serializer = new AvroSerializer<Clickstream>(new SchemaId(258));
        var output = new ArrayBufferWriter<byte>();

        Should.Throw<AvroDataException>(() => serializer.Append(Clicks.Search with { UserId = "\ud800" }, output)).Field.ShouldBe("user_id");

        output.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_serializer_registers_its_schema_or_finds_it()
    {
        var missing = await Refused(() => AvroSerializer<Clickstream>.LookUpAsync(Client, "clickstream-value", Stop));
        var registering = await AvroSerializer<Clickstream>.RegisterAsync(Client, "clickstream-value", Stop);
        var finding = await AvroSerializer<Clickstream>.LookUpAsync(Client, "clickstream-value", Stop);

        missing.ErrorCode.ShouldBe(RegistryErrorCode.SubjectNotFound);
        registering.Id.ShouldBe(new SchemaId(1));
        finding.Id.ShouldBe(registering.Id);
    }
}
