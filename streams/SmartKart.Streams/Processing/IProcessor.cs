namespace SmartKart.Streams.Processing;

/// <summary>
/// A step of a topology: takes records one by one, may keep state, and forwards what it makes of them. Each task has its own, made by
/// the function given to the topology, and calls it from one thread at a time.
/// </summary>
/// <typeparam name="KIn">Type of the keys that come.</typeparam>
/// <typeparam name="VIn">Type of the values that come.</typeparam>
/// <typeparam name="KOut">Type of the keys that it forwards.</typeparam>
/// <typeparam name="VOut">Type of the values that it forwards.</typeparam>
public interface IProcessor<KIn, VIn, KOut, VOut>
{
    /// <summary>Is called once, before the first record: the moment to get state stores and to schedule punctuations.</summary>
    void Init(IProcessorContext<KOut, VOut> context) { }

    /// <summary>Takes one record. Hot path.</summary>
    void Process(in Record<KIn, VIn> record);

    /// <summary>Is called once, after the last record, also where an error ended the task. State stores may no longer be used.</summary>
    void Close() { }
}
