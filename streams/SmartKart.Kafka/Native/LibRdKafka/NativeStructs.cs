using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary><c>rd_kafka_message_t</c>: one record, or where <see cref="Error"/> is not 0 an event about a partition.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Payload; // of an event: its text
    public nuint PayloadBytes;
    public byte* Key;
    public nuint KeyBytes;
    public long Offset;
    public nint Opaque; // producer: the caller's tag; consumer: librdkafka's own
}

/// <summary><c>rd_kafka_topic_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartition
{
    public byte* Topic;
    public int Partition;
    public long Offset;
    public byte* Metadata;
    public nuint MetadataBytes;
    public nint Opaque;
    public int Error;
    private nint _private; // librdkafka's own
}

/// <summary><c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartitionList
{
    public int Count;
    public int Capacity;
    public NativeTopicPartition* Elements;
}

/// <summary>
/// <c>rd_kafka_vu_t</c>: one argument of <see cref="ProducerApi.Produce"/>, a tag and a union that is padded to 64 bytes.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct ProduceArgument
{
    [FieldOffset(0)] public ProduceArgumentKind Kind;
    [FieldOffset(8)] public nint Pointer;
    [FieldOffset(8)] public int Int32;
    [FieldOffset(8)] public long Int64;
    [FieldOffset(16)] public nuint Bytes;
}

/// <summary><c>rd_kafka_vtype_t</c>, the ones in use.</summary>
internal enum ProduceArgumentKind
{
    Topic = 2,
    Partition = 3,
    Value = 4,
    Key = 5,
    Opaque = 6,
    Flags = 7,
    Timestamp = 8,
    Headers = 10,
}

/// <summary><c>RD_KAFKA_MSG_F_…</c>.</summary>
[Flags]
internal enum ProduceFlags
{
    Copy = 0x2,
    PartitionFromMessage = 0x8,
}

/// <summary><c>rd_kafka_type_t</c>.</summary>
internal enum ClientType
{
    Producer = 0,
    Consumer = 1,
}
