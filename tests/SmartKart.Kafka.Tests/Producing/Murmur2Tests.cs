using System.Text;

namespace SmartKart.Kafka.Tests.Producing;

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
}
