using SmartKart.Streams.Processing;

namespace SmartKart.Streams;

/// <summary>How two tables are joined by a foreign key. Null takes what is usual.</summary>
public sealed record TableJoined<K, KO>
{
    /// <summary>Chooses the partition of this table's keys, if its topic's producers use one of their own.</summary>
    public StreamPartitioner<K, Nothing>? Partitioner { get; init; }

    /// <summary>Chooses the partition of the other table's keys, if its topic's producers use one of their own.</summary>
    public StreamPartitioner<KO, Nothing>? OtherPartitioner { get; init; }

    /// <summary>Writes the other table's keys; null: as that table does.</summary>
    public ISerde<KO>? ForeignKeySerde { get; init; }

    /// <summary>The join's name, and the internal topics'.</summary>
    public string? Name { get; init; }
}
