using System.Text;
using SmartKart.Streams.Operators.ForeignKeys;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

public sealed class ValueHashTests
{
    // Vectors as the reference implementation gives them and other libraries publish them (Guava's Murmur3Hash128Test among them).
    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("hell", "629942693E10F867 92DB0B82BAEB5347")]
    [InlineData("hello", "CBD8A7B341BD9B02 5B1E906A48AE1D19")]
    [InlineData("hello, world", "342FAC623A5EBC8E 4CDCBC079642414D")]
    [InlineData("19 Jan 2038 at 3:14:07 AM", "B89E5988B737AFFC 664FC2950231B2CB")]
    [InlineData("The quick brown fox jumps over the lazy dog.", "CD99481F9EE902C9 695DA1A38987B6E7")]
    public void The_published_vectors_hold(string text, string hash) =>
        ValueHash.Of(Encoding.ASCII.GetBytes(text)).ToString("X32", null).ShouldBe(hash.Replace(" ", "", StringComparison.Ordinal));
}
