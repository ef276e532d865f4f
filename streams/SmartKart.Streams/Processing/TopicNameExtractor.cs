namespace SmartKart.Streams.Processing;

/// <summary>Chooses the topic of each record that a sink writes. The topic must exist.</summary>
/// <param name="record">The record.</param>
/// <param name="context">The task's context.</param>
public delegate string TopicNameExtractor<K, V>(in Record<K, V> record, IProcessorContext context);

/// <summary>Chooses the partition of each record that a sink writes.</summary>
/// <param name="topic">The topic.</param>
/// <param name="key">The record's key.</param>
/// <param name="value">The record's value; the type's default for a tombstone.</param>
/// <param name="partitions">How many partitions the topic has.</param>
/// <returns>The partition, from 0; -1 leaves it to the key's hash, as without a partitioner.</returns>
public delegate int StreamPartitioner<K, V>(string topic, K key, V value, int partitions);
