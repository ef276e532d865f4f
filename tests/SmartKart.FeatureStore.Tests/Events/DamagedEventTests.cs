using SmartKart.FeatureStore.Events;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Events;

public sealed class DamagedEventTests
{
    private const int Events = 1_500;

    public static TheoryData<string> Topics => GeneratedEvents.Topics;

    [Theory]
    [MemberData(nameof(Topics))]
    public void Whatever_the_bytes_rows_are_read_exactly_where_the_generated_record_is(string topic)
    {
        var contract = GeneratedEvents.Contract(topic);
        var all = GeneratedEvents.AllOf(topic);
        var (one, every) = (Reader(contract, all with { Places = [0] }), Reader(contract, all));
        var (events, random) = (new RandomEvents(seed: 5), new Random(6));
        var (sound, damaged) = (0, 0);
        for (var i = 0; i < Events; i++)
        {
            var bytes = Damaged(events.Bytes(contract), random);
            var isSound = Reads(() => GeneratedEvents.Decode(topic, bytes), contract);
            Reads(() => every.Read(bytes), contract).ShouldBe(isSound, Convert.ToHexString(bytes));
            // What a view asks for never decides whether an event is one.
            Reads(() => one.Read(bytes), contract).ShouldBe(isSound, Convert.ToHexString(bytes));
            every.Rows[0].Count.ShouldBe(isSound ? 1 : 0);
            if (isSound)
                RowReaderTests.ShouldBe(every.Rows[0], GeneratedEvents.Rows(GeneratedEvents.Decode(topic, bytes), all.Source, contract), all.Source.Row);
            _ = isSound ? sound++ : damaged++;
        }
        sound.ShouldBeGreaterThan(50);
        damaged.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void An_error_names_the_event_the_field_and_the_byte()
    {
        var contract = GeneratedEvents.Contract("order_placed");
        var reader = Reader(contract, GeneratedEvents.AllOf("order_placed", "lines"));
        var order = new RandomEvents(seed: 7).Record(contract);
        var line = new RandomEvents(seed: 8).Record((RecordSchema)((ArraySchema)contract.Field("lines")!.Schema).Items);
        line["category_id"] = "tea!";
        order["lines"] = new object?[] { line, line };
        var bytes = GenericWriter.Encode(contract, order);
        var at = bytes.AsSpan().LastIndexOf("tea!"u8);
        bytes[at + 3] = 0xFF;
        var error = Should.Throw<AvroDataException>(() => reader.Read(bytes));
        error.Schema.ShouldBe("smartkart.events.OrderPlaced");
        error.Field.ShouldBe("lines[1].category_id");
        error.Offset.ShouldBe(at - 1);
        reader.Rows[0].Count.ShouldBe(0);
        bytes[at + 3] = (byte)'!';
        reader.Read(bytes);
        reader.Rows[0].Count.ShouldBe(2);
    }

    [Fact]
    public void Bytes_after_the_event_are_an_error()
    {
        var contract = GeneratedEvents.Contract("clickstream");
        var reader = Reader(contract, GeneratedEvents.AllOf("clickstream"));
        byte[] bytes = [.. new RandomEvents(seed: 9).Bytes(contract), 0];
        Should.Throw<AvroDataException>(() => reader.Read(bytes)).Offset.ShouldBe(bytes.Length - 1);
        Should.Throw<AvroDataException>(() => reader.Read([]));
    }

    private static RowReader Reader(RecordSchema contract, RowNeed need) => TopicRows.Compile(SchemaResolution.Between(contract, contract), [need]).NewReader();

    private static bool Reads(Action read, RecordSchema contract)
    {
        try
        {
            read();
            return true;
        }
        catch (AvroDataException e)
        {
            e.Schema.ShouldBe(contract.FullName);
            return false;
        }
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        for (var changes = random.Next(3); changes > 0 && bytes.Length > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes = bytes[..at]; break;
                case 3: bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]]; break;
                default: bytes = [.. bytes[..at], 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, .. bytes[at..]]; break;
            }
        }
        return bytes;
    }
}
