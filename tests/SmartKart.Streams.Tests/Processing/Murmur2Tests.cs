using System.Text;
using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Tests.Processing;

/// <summary>The vectors are those that Apache Kafka's own tests of its client hold its hash to.</summary>
public sealed class Murmur2Tests
{
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_kafkas(string text, int expected) => Murmur2.Hash(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void A_partition_is_the_hash_without_its_sign_modulo_their_number() =>
        Murmur2.PartitionOf("21"u8, 7).ShouldBe((-973932308 & 0x7fffffff) % 7);

    [Fact]
    public void Windowed_keys_are_partitioned_by_the_keys_in_them()
    {
        var time = WindowedKeys.PartitionerOf<Windowed<string>, long>(Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        var session = WindowedKeys.PartitionerOf<Windowed<string>, long>(Serdes.SessionWindowed(Serdes.String())).ShouldNotBeNull();
        foreach (var key in new[] { "21", "foobar", "abc" })
        {
            var expected = Murmur2.PartitionOf(Encoding.UTF8.GetBytes(key), 11);
            time("t", new Windowed<string>(key, new Window(0, 60_000)), 1, 11).ShouldBe(expected);
            time("t", new Windowed<string>(key, new Window(60_000, 120_000)), 1, 11).ShouldBe(expected);
            session("t", new Windowed<string>(key, new Window(3, 77)), 1, 11).ShouldBe(expected);
        }
    }

    [Fact]
    public void Keys_without_windows_are_left_to_the_usual_partitioner() => WindowedKeys.PartitionerOf<string, long>(Serdes.String()).ShouldBeNull();
}
