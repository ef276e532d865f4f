namespace SmartKart.Streams.Processing;

/// <summary>What a node counts of the records that its processor does not take. Every context of a task's processor is one.</summary>
internal interface IDropCounter
{
    /// <summary>A record lacked a key or a value that the operator goes by.</summary>
    void RecordSkipped();

    /// <summary>A record came after the window that it belongs to had closed.</summary>
    void LateRecordDropped();
}
