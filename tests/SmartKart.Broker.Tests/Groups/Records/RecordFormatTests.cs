using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Records;

/// <summary>What is on disk: Kafka's own layouts, written out by hand from its schemas.</summary>
public sealed class RecordFormatTests
{
    private static readonly Guid Topic = new("00010203-0405-0607-0809-0a0b0c0d0e0f");

    [Fact]
    public void Keys_begin_with_their_type()
    {
        Hex(RecordFormat.Encode(RecordKey.Offset("g", "t", 3))).ShouldBe("0001 0001-67 0001-74 00000003");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.GroupMetadata, "g"))).ShouldBe("0002 0001-67");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.ConsumerGroupMetadata, "g"))).ShouldBe("0003 0001-67");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.ConsumerGroupPartitionMetadata, "g"))).ShouldBe("0004 0001-67");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.ConsumerGroupMemberMetadata, "g", "m"))).ShouldBe("0005 0001-67 0001-6d");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.TargetAssignmentMetadata, "g"))).ShouldBe("0006 0001-67");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.TargetAssignmentMember, "g", "m"))).ShouldBe("0007 0001-67 0001-6d");
        Hex(RecordFormat.Encode(RecordKey.Of(RecordType.CurrentMemberAssignment, "g", "m"))).ShouldBe("0008 0001-67 0001-6d");
    }

    [Fact]
    public void An_offset_is_written_in_version_3_and_in_version_1_where_it_has_an_end()
    {
        Hex(RecordFormat.Encode(new OffsetCommitValue { Offset = 5, LeaderEpoch = 2, Metadata = "x", CommitTimestamp = 9 }))
            .ShouldBe("0003 0000000000000005 00000002 0001-78 0000000000000009");
        Hex(RecordFormat.Encode(new OffsetCommitValue { Offset = 5, LeaderEpoch = 2, Metadata = "x", CommitTimestamp = 9, ExpireTimestamp = 10 }))
            .ShouldBe("0001 0000000000000005 0001-78 0000000000000009 000000000000000a");
    }

    [Fact]
    public void A_classic_generation_is_written_in_version_3()
    {
        var value = new GroupMetadataValue { ProtocolType = "c", Generation = 1, Protocol = "r", Leader = "m", CurrentStateTimestamp = 7 };
        value.Members.Add(new GroupMetadataValue.Member { MemberId = "m", ClientId = "i", ClientHost = "h", RebalanceTimeout = 2, SessionTimeout = 3, Subscription = [4], Assignment = [5] });
        Hex(RecordFormat.Encode(value)).ShouldBe(
            "0003 0001-63 00000001 0001-72 0001-6d 0000000000000007 00000001 0001-6d ffff 0001-69 0001-68 00000002 00000003 00000001-04 00000001-05");
    }

    [Fact]
    public void Consumer_groups_are_written_in_version_0_with_compact_lengths()
    {
        var partitions = new List<PartitionsOfTopic> { new() { TopicId = Topic, Partitions = [1] } };
        Hex(RecordFormat.Encode(new EpochValue { Epoch = 3 })).ShouldBe("0000 00000003 00");
        Hex(RecordFormat.Encode(new TargetAssignmentValue { TopicPartitions = partitions })).ShouldBe("0000 02 000102030405060708090a0b0c0d0e0f 02 00000001 00 00");
        Hex(RecordFormat.Encode(new CurrentAssignmentValue { MemberEpoch = 2, PreviousMemberEpoch = 1, State = 1, AssignedPartitions = partitions }))
            .ShouldBe("0000 00000002 00000001 01 02 000102030405060708090a0b0c0d0e0f 02 00000001 00 01 00");
        var sinceEpoch3 = new List<PartitionsOfTopic> { new() { TopicId = Topic, Partitions = [1], AssignmentEpochs = [3] } };
        Hex(RecordFormat.Encode(new CurrentAssignmentValue { MemberEpoch = 4, PreviousMemberEpoch = 3, AssignedPartitions = sinceEpoch3 }))
            .ShouldBe("0000 00000004 00000003 00 02 000102030405060708090a0b0c0d0e0f 02 00000001 01-00-05-02-00000003 01 00");
        Hex(RecordFormat.Encode(new PartitionMetadataValue { Topics = [new() { TopicId = Topic, TopicName = "t", NumPartitions = 4 }] }))
            .ShouldBe("0000 02 000102030405060708090a0b0c0d0e0f 02-74 00000004 01 00 00");
        Hex(RecordFormat.Encode(new MemberMetadataValue { InstanceId = "i", ClientId = "c", ClientHost = "h", SubscribedTopicNames = ["t"], RebalanceTimeoutMs = 5, ServerAssignor = "u" }))
            .ShouldBe("0000 02-69 00 02-63 02-68 02 02-74 00 00000005 02-75 00");
    }

    [Fact]
    public void What_newer_Kafkas_write_is_read_too()
    {
        // Version 4 of an offset is flexible, and may carry a topic id in a tag that we do not know.
        var bytes = Convert.FromHexString("0004" + "0000000000000005" + "00000002" + "0278" + "0000000000000009" + "01" + "0010" + "000102030405060708090a0b0c0d0e0f");
        var offset = (OffsetCommitValue)RecordFormat.DecodeValue(RecordType.OffsetCommit, bytes);
        (offset.Offset, offset.LeaderEpoch, offset.Metadata, offset.CommitTimestamp).ShouldBe((5, 2, "x", 9));
        RecordFormat.DecodeKey(Convert.FromHexString("0010" + "000167")).ShouldBeNull("a type of a newer Kafka is left alone");
    }

    [Fact]
    public void What_is_no_record_is_said_to_be_none()
    {
        Should.Throw<ProtocolException>(() => RecordFormat.DecodeKey([0]));
        Should.Throw<ProtocolException>(() => RecordFormat.DecodeKey([0, 1, 0, 5, 1]));
        Should.Throw<ProtocolException>(() => RecordFormat.DecodeValue(RecordType.OffsetCommit, []));
    }

    [Fact]
    public void Sets_of_partitions_are_the_same_after_a_round_trip()
    {
        TopicIdPartition[] partitions = [new(Topic, 3), new(Topic, 1), new(Guid.Empty, 0)];
        PartitionsOfTopic.ToSet(PartitionsOfTopic.From([.. partitions])).ShouldBe(partitions, ignoreOrder: true);
    }

    // Spaces and hyphens are for the reader's eye: between fields, and between a length and what it counts.
    private static HexText Hex(byte[] bytes) => new(Convert.ToHexStringLower(bytes));

    private readonly record struct HexText(string Text)
    {
        public void ShouldBe(string expected) => Text.ShouldBe(expected.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));
    }
}
