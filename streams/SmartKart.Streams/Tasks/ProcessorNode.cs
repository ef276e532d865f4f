using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Tasks;

/// <summary>A processor of one task, with what it forwards to. Hot path: per record.</summary>
internal sealed class ProcessorNode<KIn, VIn, KOut, VOut>(
    string name,
    TaskContext task,
    IProcessor<KIn, VIn, KOut, VOut> processor,
    IRecordReceiver<KOut, VOut>[] children,
    string[] childNames,
    IReadOnlyDictionary<string, object> stores)
    : TaskNode(name), IRecordReceiver<KIn, VIn>, IProcessorContext<KOut, VOut>, IDropCounter
{
    public string ApplicationId => task.ApplicationId;

    public TaskId TaskId => task.Id;

    public RecordMetadata? RecordMetadata => task.Record.Metadata;

    public long CurrentStreamTimeMs => task.StreamTimeMs;

    public long CurrentSystemTimeMs => task.SystemTimeMs;

    public override ICommitCallback? CommitCallback => processor as ICommitCallback;

    public override void Init() => processor.Init(this);

    public override void Close() => processor.Close();

    public void Process(in Record<KIn, VIn> record)
    {
        ProcessedRecords++;
        try
        {
            processor.Process(record);
        }
        catch (Exception fault) when (TaskContext.IsOfProcessor(fault))
        {
            task.HandleProcessing(Name, fault);
        }
    }

    public void Forward(in Record<KOut, VOut> record)
    {
        foreach (var child in children) child.Process(record);
    }

    public void Forward(in Record<KOut, VOut> record, string childName)
    {
        var at = Array.IndexOf(childNames, childName);
        if (at < 0)
            throw new TopologyException($"The processor '{Name}' forwards to '{childName}', which is none of its children ({string.Join(", ", childNames)}). Name one of them.");
        children[at].Process(record);
    }

    public TStore GetStateStore<TStore>(string name) where TStore : class
    {
        if (!stores.TryGetValue(name, out var store))
            throw new TopologyException($"The processor '{Name}' asks for the state store '{name}', which is not connected to it. Name it where the processor is added.");
        return store as TStore
            ?? throw new TopologyException($"The processor '{Name}' asks for the state store '{name}' as {typeof(TStore)}, and it is a {store.GetType()}. Ask for the type that it was built as.");
    }

    public IDisposable Schedule(TimeSpan interval, PunctuationType type, Action<long> punctuate) => task.Schedule(Name, interval, type, punctuate);

    public void Commit() => task.CommitRequested = true;

    public void RecordSkipped() => task.RecordSkipped();

    public void LateRecordDropped() => task.LateRecordDropped();
}
