using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Protocol;

public sealed class ErrorCodeTests
{
    [Fact]
    public void The_codes_are_numbered_without_a_gap()
    {
        var codes = Enum.GetValues<ErrorCode>().Select(code => (int)code).Order();

        codes.ShouldBe(Enumerable.Range(-1, codes.Count()));
    }

    [Theory]
    [InlineData(3, true)] // unknown topic or partition: it may be about to be created
    [InlineData(6, true)] // not the leader
    [InlineData(15, true)] // coordinator not available
    [InlineData(27, false)] // a rebalance wants a join, not the same request again
    [InlineData(36, false)] // topic already exists
    [InlineData(45, false)] // out of order sequence number
    [InlineData(90, false)] // producer fenced
    public void Only_errors_that_pass_are_retriable(int code, bool retriable) => ((ErrorCode)code).IsRetriable.ShouldBe(retriable);
}
