using SmartKart.Kafka;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.Building;

/// <summary>
/// Partitions windowed keys by the keys in them, as Kafka Streams does: all windows of a key are then where a stream of the key is.
/// </summary>
internal static class WindowedKeys
{
    /// <summary>The partitioner for keys that are written by this serde; null where they are not windowed: the usual one is right.</summary>
    public static StreamPartitioner<K, V>? PartitionerOf<K, V>(ISerde<K> serde) =>
        serde is IWindowedSerde<K> windowed ? new Partitioner<K, V>(windowed).Partition : null;

    // Shared by the threads of an application: it keeps nothing.
    private sealed class Partitioner<K, V>(IWindowedSerde<K> serde)
    {
        public int Partition(string topic, K key, V value, int partitions)
        {
            var bytes = ThreadBuffers.Key;
            serde.SerializeKey(key, bytes);
            return Murmur2.PartitionOf(bytes.Written, partitions);
        }
    }
}
