namespace SmartKart.Streams.Processing;

/// <summary>What a processor may ask of its task. Used by the task's thread alone.</summary>
public interface IProcessorContext
{
    /// <summary>The application, whose name prefixes its group, its internal topics and its folder.</summary>
    string ApplicationId { get; }

    /// <summary>The task.</summary>
    TaskId TaskId { get; }

    /// <summary>Where the record at hand came from; null during a punctuation by wall clock.</summary>
    RecordMetadata? RecordMetadata { get; }

    /// <summary>The latest time of a record that the task processed, the one at hand and those of before a restart included; -1 before the first.</summary>
    long CurrentStreamTimeMs { get; }

    /// <summary>Now, by the wall clock: ms since 1970, UTC.</summary>
    long CurrentSystemTimeMs { get; }

    /// <summary>A state store that was connected to this processor, or a global one.</summary>
    /// <exception cref="TopologyException">There is none of that name here, or it is of another type.</exception>
    TStore GetStateStore<TStore>(string name) where TStore : class;

    /// <summary>Calls back again and again, in between records.</summary>
    /// <param name="interval">How often; at least 1 ms.</param>
    /// <param name="type">By which clock.</param>
    /// <param name="punctuate">Is given the clock's time, ms since 1970. It may forward records and write to stores.</param>
    /// <returns>Dispose of it to be called no more.</returns>
    IDisposable Schedule(TimeSpan interval, PunctuationType type, Action<long> punctuate);

    /// <summary>Asks the task to commit soon, before its interval is over.</summary>
    void Commit();
}

/// <summary>What a processor may ask of its task, and where its records go.</summary>
public interface IProcessorContext<KOut, VOut> : IProcessorContext
{
    /// <summary>Gives a record to all children. Hot path.</summary>
    void Forward(in Record<KOut, VOut> record);

    /// <summary>Gives a record to one child.</summary>
    /// <exception cref="TopologyException">There is no child of that name.</exception>
    void Forward(in Record<KOut, VOut> record, string childName);
}

/// <summary>By which clock a punctuation is due.</summary>
public enum PunctuationType
{
    /// <summary>By the records' time: it stands still while none come.</summary>
    StreamTime,

    /// <summary>By the wall clock.</summary>
    WallClockTime,
}
