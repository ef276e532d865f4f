namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>
/// How records become an aggregate. Implemented by structs, so that processors are compiled for each and call them without indirection.
/// A null aggregate deletes. Hot path: per record.
/// </summary>
internal interface IAggregation<K, V, VR>
{
    /// <summary>The aggregate of one record.</summary>
    VR First(K key, V value);

    /// <summary>The aggregate with one record more.</summary>
    VR Add(K key, V value, VR aggregate);

    /// <summary>What a session that a record joins begins with.</summary>
    VR Extend(K key, VR session);

    /// <summary>The aggregate of two sessions that a record joins.</summary>
    VR Merge(K key, VR earlier, VR later);
}
