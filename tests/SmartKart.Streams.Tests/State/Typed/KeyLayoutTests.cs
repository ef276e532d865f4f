using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Sessions;
using SmartKart.Streams.State.Typed;
using SmartKart.Streams.State.Windowed;

namespace SmartKart.Streams.Tests.State.Typed;

/// <summary>The bytes that are on disk and in changelogs: changing one takes a new format version.</summary>
public sealed class KeyLayoutTests
{
    [Fact]
    public void A_windows_key_is_the_key_the_start_and_the_sequence()
    {
        var key = new ByteBuffer();
        key.Set("ada"u8);
        WindowKeys.AppendSuffix(key, 1_700_000_000_000, 7);
        Convert.ToHexString(key.Written).ShouldBe("616461" + "8000018BCFE56800" + "00000007");
        key.Set("ada"u8);
        WindowKeys.AppendSuffix(key, -1, 0);
        Convert.ToHexString(key.Written).ShouldBe("616461" + "7FFFFFFFFFFFFFFF" + "00000000");
    }

    [Fact]
    public void A_sessions_key_is_the_key_the_end_and_the_start()
    {
        var key = new ByteBuffer();
        key.Set("ada"u8);
        SessionKeys.AppendSuffix(key, startMs: 1, endMs: 258);
        Convert.ToHexString(key.Written).ShouldBe("616461" + "8000000000000102" + "8000000000000001");
        SessionKeys.WindowOf(key.Written).ShouldBe(new Window(1, 258));
    }

    [Fact]
    public void A_timestamped_value_is_the_time_and_the_value()
    {
        var value = new ByteBuffer();
        new TimestampedValues<long>("store", Serdes.Int64()).Serialize(new(5, 258), value);
        Convert.ToHexString(value.Written).ShouldBe("0000000000000102" + "0000000000000005");
    }
}
