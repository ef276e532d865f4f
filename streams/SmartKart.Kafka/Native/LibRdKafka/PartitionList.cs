using System.Runtime.InteropServices;
using System.Text;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>A native list of partitions for the length of one call.</summary>
internal readonly unsafe ref struct PartitionList : IDisposable
{
    internal PartitionList(IEnumerable<TopicPartitionOffset> offsets)
    {
        Native = ClientApi.NewPartitionList(8);
        foreach (var (topic, partition, offset) in offsets)
            ClientApi.AddPartition(Native, topic, partition)->Offset = offset;
    }

    internal PartitionList(IEnumerable<OffsetAndMetadata> offsets)
    {
        Native = ClientApi.NewPartitionList(8);
        foreach (var ((topic, partition, offset), metadata) in offsets)
        {
            var added = ClientApi.AddPartition(Native, topic, partition);
            added->Offset = offset;
            if (!string.IsNullOrEmpty(metadata)) SetMetadata(added, metadata);
        }
    }

    internal PartitionList(IEnumerable<TopicPartition> partitions) : this(partitions.Select(each => each.At(Offset.None))) { }

    /// <summary>Takes over a list that librdkafka made for the caller.</summary>
    internal PartitionList(NativeTopicPartitionList* native) => Native = native;

    internal NativeTopicPartitionList* Native { get; }

    public void Dispose() => ClientApi.DestroyPartitionList(Native);

    /// <summary>Throws the first error that librdkafka noted at one of the partitions.</summary>
    internal void ThrowIfError(string doing)
    {
        for (var at = 0; at < Native->Count; at++)
        {
            ref var each = ref Native->Elements[at];
            if (each.Error != 0) KafkaErrors.ThrowIfError(each.Error, $"{doing} {Marshal.PtrToStringUTF8((nint)each.Topic)}[{each.Partition}]");
        }
    }

    internal TopicPartitionOffset[] Offsets() => Offsets(Native);

    internal TopicPartition[] Partitions() => Partitions(Native);

    internal static TopicPartitionOffset[] Offsets(NativeTopicPartitionList* list)
    {
        var offsets = new TopicPartitionOffset[list->Count];
        for (var at = 0; at < offsets.Length; at++)
        {
            ref var each = ref list->Elements[at];
            offsets[at] = new TopicPartitionOffset(Marshal.PtrToStringUTF8((nint)each.Topic) ?? "", each.Partition, each.Offset);
        }
        return offsets;
    }

    internal static string? Metadata(NativeTopicPartition* partition) =>
        partition->MetadataBytes == 0 ? null : Encoding.UTF8.GetString(partition->Metadata, (int)partition->MetadataBytes);

    internal static TopicPartition[] Partitions(NativeTopicPartitionList* list) =>
        [.. Offsets(list).Select(each => new TopicPartition(each.Topic, each.Partition))];

    // The list owns it from then on, and lets go of it with itself.
    private static void SetMetadata(NativeTopicPartition* partition, string metadata)
    {
        var bytes = Encoding.UTF8.GetByteCount(metadata);
        partition->Metadata = ClientApi.Allocate(client: 0, (nuint)bytes);
        partition->MetadataBytes = (nuint)Encoding.UTF8.GetBytes(metadata, new Span<byte>(partition->Metadata, bytes));
    }
}
