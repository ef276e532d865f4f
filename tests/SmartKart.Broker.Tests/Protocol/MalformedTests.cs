using System.Buffers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Messages;

namespace SmartKart.Broker.Tests.Protocol;

public sealed class MalformedTests
{
    private const int Seed = 20261121;

    /// <summary>What a byte of input may cost in memory, objects of many small fields included.</summary>
    private const int BytesPerByte = 64;

    private const int BytesPerMessage = 64 * 1024;

    public static TheoryData<string> Messages => KnownMessages.Names;

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_cut_short_at_any_byte_is_refused(string name)
    {
        var message = KnownMessages.Named(name);
        var random = new Random(Seed);
        foreach (var version in message.Versions)
        {
            var flexible = message.IsFlexible(version);
            var bytes = Encoded.Bytes(RandomFiller.Fill(message.New(), random, version, flexible), version, flexible);
            for (var length = 0; length < bytes.Length; length += 1 + (length / 500))
            {
                var cut = new ReadOnlySequence<byte>(bytes, 0, length);
                var refusal = Should.Throw<ProtocolException>(() => MessageReader.Read(cut, version, flexible, message.New()));
                refusal.MessageName.ShouldBe(name);
                refusal.Version.ShouldBe(version);
                refusal.Field.ShouldNotBeNull();
                refusal.Offset.ShouldBeInRange(0, length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Damaged_bytes_are_read_or_refused_within_bounded_memory(string name)
    {
        var message = KnownMessages.Named(name);
        var random = new Random(Seed);
        foreach (var version in message.Versions)
        {
            var flexible = message.IsFlexible(version);
            for (var i = 0; i < 200; i++)
            {
                var bytes = Encoded.Bytes(RandomFiller.Fill(message.New(), random, version, flexible), version, flexible);
                Damage(bytes, random);
                var input = new ReadOnlySequence<byte>(bytes);

                Cost(() => ReadOrRefuse(message, input, version, flexible)).ShouldBeLessThan(BytesPerMessage + (BytesPerByte * bytes.Length));
            }
        }
    }

    [Fact]
    public void Many_small_structures_cost_no_more_than_their_share()
    {
        const int Resources = 250_000;
        // 250,000 resources of four bytes: type, empty name, every key, no tagged field
        byte[] bytes = [0x91, 0xA1, 0x0F, .. Enumerable.Repeat<byte[]>([2, 1, 0, 0], Resources).SelectMany(resource => resource), 0, 0, 0];
        var input = new ReadOnlySequence<byte>(bytes);
        var request = new DescribeConfigsRequest();

        Cost(() => MessageReader.Read(input, version: 4, flexible: true, request = new())).ShouldBeLessThan(BytesPerByte * bytes.Length);

        request.Resources.Count.ShouldBe(Resources);
    }

    [Theory]
    [InlineData("7fffffff", "2147483647 items counted, 0 bytes left")]
    [InlineData("80000000", "a length of -2147483648 is none")]
    [InlineData("ffffffff", "null, which this version forbids here")]
    [InlineData("000000017fff", "32767 bytes wanted, 0 left")]
    [InlineData("00000001ffff", "null, which this version forbids here")]
    [InlineData("00000001fffe", "a string of -2 bytes; the protocol's longest has 32767")]
    public void A_length_is_not_believed_before_its_bytes_are_there(string topics, string problem) =>
        Refusal<MetadataRequest>(topics, version: 0, flexible: false).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("8080808080", "a variable-length number takes more than 32 bits")]
    [InlineData("ffffffff1f", "a variable-length number takes more than 32 bits")]
    [InlineData("8080", "1 bytes wanted, 0 left")]
    [InlineData("ffffffff0f", "a string of 4294967294 bytes; the protocol's longest has 32767")]
    public void A_bad_varint_is_refused(string name, string problem) =>
        Refusal<ApiVersionsRequest>(name, version: 3, flexible: true).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("0101" + "01" + "0505", "5 bytes wanted, 0 left")]
    [InlineData("0101" + "02" + "0500" + "0500", "tag 5 follows tag 5; tags must rise")]
    [InlineData("0101" + "ffffffff0f" + "0100", "1 bytes wanted, 0 left")]
    public void Tagged_fields_that_do_not_add_up_are_refused(string bytes, string problem) =>
        Refusal<ApiVersionsRequest>(bytes, version: 3, flexible: true).Problem.ShouldBe(problem);

    [Fact]
    public void A_known_tag_of_another_size_is_refused()
    {
        // error, no keys, throttle, one tag: the epoch (tag 1), said to take nine bytes
        var refusal = Refusal<ApiVersionsResponse>(
            "0000" + "01" + "00000000" + "01" + "0109" + "000000000000000500", version: 3, flexible: true);

        refusal.Problem.ShouldBe("tag 1 ends at byte 18, by its size at byte 19");
    }

    [Fact]
    public void An_unknown_tag_is_skipped_and_known_ones_are_read()
    {
        // error, no keys, throttle, three tags: 1 (the epoch: 5), 3 (ready: true), 9 (unknown, three bytes)
        var bytes = Convert.FromHexString("0000" + "01" + "00000000" + "03" + "01080000000000000005" + "030101" + "0903aabbcc");
        var response = new ApiVersionsResponse();

        MessageReader.Read(new ReadOnlySequence<byte>(bytes), version: 3, flexible: true, response).ShouldBe(bytes.Length);

        response.FinalizedFeaturesEpoch.ShouldBe(5);
        response.ZkMigrationReady.ShouldBeTrue();
    }

    [Fact]
    public void A_refusal_names_message_version_field_and_byte() =>
        Refusal<MetadataRequest>("00000001" + "0003" + "6f", version: 1, flexible: false).Message
            .ShouldBe("MetadataRequest version 1, field 'Name', byte 6: 3 bytes wanted, 1 left");

    private static ProtocolException Refusal<T>(string hex, short version, bool flexible) where T : class, IMessage, new()
    {
        var bytes = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        return Should.Throw<ProtocolException>(() => MessageReader.Read(bytes, version, flexible, new T()));
    }

    private static void ReadOrRefuse(KnownMessage message, in ReadOnlySequence<byte> input, short version, bool flexible)
    {
        try
        {
            MessageReader.Read(input, version, flexible, message.New());
        }
        catch (ProtocolException refusal) when (refusal.MessageName == message.Name)
        {
            // Refused, as it may be; any other exception fails the test.
        }
    }

    // The second time counts: the first also pays for what the runtime loads once, such as stack traces.
    private static long Cost(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Damage(byte[] bytes, Random random)
    {
        for (var left = random.Next(1, 4); left > 0 && bytes.Length > 0; left--)
            bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0x7F, _ => (byte)random.Next(256) };
    }
}
