using System.Buffers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

public sealed class ResponseFrameTests
{
    [Fact]
    public void Versions_are_answered_under_the_oldest_header()
    {
        var response = new ApiVersionsResponse { ApiKeys = [new() { ApiKey = 18, MinVersion = 0, MaxVersion = 3 }] };

        // length, correlation id, no tagged fields of the header | error, 1 + 1 keys, key, versions, its tags, throttle, tags
        Written(MessageCatalog.Get(ApiKey.ApiVersions), 3, response).ShouldBe(
            "00000013" + "00000007" + "0000" + "02" + "001200000003" + "00" + "00000000" + "00");
    }

    [Fact]
    public void Flexible_responses_stand_under_a_header_with_tagged_fields()
    {
        var response = new HeartbeatResponse { ErrorCode = ErrorCode.RebalanceInProgress };

        Written(MessageCatalog.Get(ApiKey.Heartbeat), 4, response).ShouldBe("0000000c" + "00000007" + "00" + "00000000" + "001b" + "00");
        Written(MessageCatalog.Get(ApiKey.Heartbeat), 3, response).ShouldBe("0000000a" + "00000007" + "00000000" + "001b");
    }

    [Fact]
    public void Records_go_from_their_source_straight_into_the_output()
    {
        var source = new Sevens(length: 100_000);
        var response = new FetchResponse
        {
            Responses =
            [
                new() { Topic = "orders", Partitions = [new() { PartitionIndex = 3, HighWatermark = 42, Records = new Records(source) }] },
            ],
        };
        var output = new ArrayBufferWriter<byte>();
        var fetch = MessageCatalog.Get(ApiKey.Fetch);

        ResponseFrame.Write(output, fetch, 12, correlationId: 7, response);

        var frame = new ReadOnlySequence<byte>(output.WrittenMemory[sizeof(int)..]);
        var read = ResponseFrame.Read<FetchResponse>(frame, fetch, 12, out var correlationId);
        correlationId.ShouldBe(7);
        var partition = read.Responses.Single().Partitions.Single();
        (partition.PartitionIndex, partition.HighWatermark).ShouldBe((3, 42L));
        partition.Records.ShouldNotBeNull().Bytes.ToArray().ShouldAllBe(value => value == 7);
        partition.Records.Value.Length.ShouldBe(100_000);
    }

    [Fact]
    public void A_response_that_its_version_cannot_say_is_refused_before_a_byte_is_out()
    {
        var output = new ArrayBufferWriter<byte>();
        var response = new MetadataResponse { ClusterId = new string('x', 40_000) };

        var refusal = Should.Throw<ProtocolException>(() => ResponseFrame.Write(output, MessageCatalog.Get(ApiKey.Metadata), 8, 7, response));

        refusal.Message.ShouldBe(
            "MetadataResponse version 8, field 'ClusterId', byte 8: a string of 40000 bytes; the protocol's longest has 32767");
        output.WrittenCount.ShouldBe(0);
    }

    private static string Written<T>(Api api, short version, T response) where T : class, IMessage
    {
        var output = new ArrayBufferWriter<byte>();
        ResponseFrame.Write(output, api, version, correlationId: 7, response);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }

    private sealed class Sevens(int length) : IRecordSource
    {
        private const int PieceBytes = 33_000;

        public int Length => length;

        public int Read(Span<byte> output, int offset)
        {
            var bytes = Math.Min(PieceBytes, length - offset);
            output[..bytes].Fill(7);
            return bytes;
        }
    }
}
