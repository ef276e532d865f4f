namespace SmartKart.Broker.SchemaRegistry;

/// <summary>The registry's log holds what it cannot read, so it does not open: what it would answer could be wrong. Nothing was changed.</summary>
public sealed class RegistryLogException : BrokerException
{
    internal RegistryLogException(string log, long offset, string problem, Exception? cause = null) : base(
        $"{log}, offset {offset}: the schema registry cannot read this record: {problem}. " +
        "If something else wrote it there, delete the records up to and with that offset, or give its key a tombstone; " +
        "if the file is damaged, restore it from a copy.", cause)
    {
        Log = log;
        Offset = offset;
    }

    /// <summary>Topic and partition.</summary>
    public string Log { get; }

    /// <summary>Where it lies.</summary>
    public long Offset { get; }
}
