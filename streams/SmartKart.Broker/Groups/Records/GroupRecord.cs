using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Groups.Records;

/// <summary>
/// One change of a group, as the offsets topic keeps it. Groups change by applying such records and in no other way, so that what
/// a restart reads back is what there was.
/// </summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What holds from now on; null to forget it.</param>
internal sealed record GroupRecord(RecordKey Key, IRecordValue? Value)
{
    /// <summary>Forgets a partition's offset.</summary>
    public static GroupRecord Tombstone(string group, TopicPartition partition) => new(RecordKey.Offset(group, partition.Topic, partition.Partition), null);

    public static GroupRecord Tombstone(RecordType type, string group, string member = "") => new(RecordKey.Of(type, group, member), null);
}
