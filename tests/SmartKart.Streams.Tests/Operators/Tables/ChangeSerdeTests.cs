using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Tests.Operators.Tables;

public sealed class ChangeSerdeTests
{
    private static readonly ChangeSerde<string> Serde = new(Serdes.String());

    [Theory]
    [InlineData("new", null, "016E6577")]
    [InlineData(null, "old", "026F6C64")]
    [InlineData("new", "old", "03000000036E65776F6C64")]
    [InlineData("", "old", "03000000006F6C64")]
    [InlineData(null, null, "00")]
    public void A_change_is_written_as_drawn_and_read_back(string? value, string? old, string bytes)
    {
        var change = new Change<string>(Optional<string>.Of(value), Optional<string>.Of(old));
        var output = new ByteBuffer();
        Serde.Serialize(change, output);
        Convert.ToHexString(output.Written).ShouldBe(bytes);
        var read = Serde.Deserialize(output.Written);
        (read.New.HasValue, read.New.Value, read.Old.HasValue, read.Old.Value).ShouldBe((value is not null, value, old is not null, old));
    }

    [Theory]
    [InlineData("")]
    [InlineData("030000")]
    [InlineData("03000000096E6577")]
    public void Bytes_that_are_cut_off_are_refused(string bytes) => Should.Throw<SerializationException>(() => Serde.Deserialize(Convert.FromHexString(bytes)));
}
