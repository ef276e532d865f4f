namespace SmartKart.Streams.Tasks;

/// <summary>Counts records that an operator drops, for the metrics. What operators are given as their context is one.</summary>
internal interface IDropCounter
{
    /// <summary>A record went no further: it has no key or no value, and the operator needs one.</summary>
    void RecordSkipped();

    /// <summary>A record came after its window had closed.</summary>
    void LateRecordDropped();
}
