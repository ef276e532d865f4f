using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>What one partition knows of its producers: sequences, epochs, open and aborted transactions.</summary>
internal sealed class ProducerStates : IAppendAdmission
{
    /// <summary>The first offset of the oldest transaction still open; null where none is.</summary>
    public long? FirstUnstableOffset { get; private set; }

    public Admission Admit(in RecordBatch batch, AppendSource source) => new(AppendFault.None);

    public void Appended(in RecordBatch batch)
    {
    }

    public void Truncated(long endOffset) => FirstUnstableOffset = null;
}
