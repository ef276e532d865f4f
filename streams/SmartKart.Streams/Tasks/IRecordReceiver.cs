namespace SmartKart.Streams.Tasks;

/// <summary>What takes records of these types: every node of a task but its sources. Hot path.</summary>
internal interface IRecordReceiver<K, V>
{
    /// <summary>Takes one record.</summary>
    void Process(in Record<K, V> record);
}
