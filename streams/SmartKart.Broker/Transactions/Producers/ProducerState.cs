using System.Runtime.CompilerServices;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>One of a producer's last batches: what tells a retry from something new.</summary>
/// <param name="FirstSequence">Of its first record.</param>
/// <param name="LastSequence">Of its last record; lower than the first where the sequence wrapped around.</param>
/// <param name="FirstOffset">Where it lies.</param>
/// <param name="LastOffset">Of its last record.</param>
/// <param name="AppendTimeMs">When the log stamped it; −1 where it did not.</param>
internal readonly record struct SentBatch(int FirstSequence, int LastSequence, long FirstOffset, long LastOffset, long AppendTimeMs);

/// <summary>
/// What one partition knows of one producer: its newest epoch, its last five batches of that epoch, and its open transaction.
/// The rules are those of Kafka's ProducerAppendInfo: within an epoch, sequences go on without a gap, from 2³¹−1 to 0; a new
/// epoch begins at 0; a producer that was never seen, or was forgotten, may begin anywhere (KIP-360).
/// </summary>
internal sealed class ProducerState(long producerId)
{
    /// <summary>As many as a client may have in flight on one connection with idempotence on.</summary>
    public const int KeptBatches = 5;

    private const int NoSequence = -1;

    private Batches _batches;
    private int _count;

    public long ProducerId => producerId;

    /// <summary>−1 where no batch has told it yet.</summary>
    public short Epoch { get; private set; } = -1;

    /// <summary>In ms since 1970, by the broker's clock.</summary>
    public long LastUsedMs { get; set; }

    /// <summary>Where the open transaction begins; −1 where none is open.</summary>
    public long TransactionStart { get; set; } = -1;

    public bool HasTransaction => TransactionStart >= 0;

    /// <summary>Oldest first.</summary>
    public ReadOnlySpan<SentBatch> LastBatches => ((ReadOnlySpan<SentBatch>)_batches)[.._count];

    private int LastSequence => _count == 0 ? NoSequence : _batches[_count - 1].LastSequence;

    /// <summary>The sequence so many records behind another.</summary>
    public static int Advance(int sequence, int records) => (int)(((long)sequence + records) & int.MaxValue);

    /// <summary>Where a batch lies that was sent before.</summary>
    public bool TryFindDuplicate(in RecordBatch batch, out SentBatch duplicate)
    {
        duplicate = default;
        if (batch.ProducerEpoch != Epoch) return false;
        var (first, last) = (batch.BaseSequence, Advance(batch.BaseSequence, batch.LastOffsetDelta));
        foreach (ref readonly var sent in LastBatches)
        {
            if (sent.FirstSequence != first || sent.LastSequence != last) continue;
            duplicate = sent;
            return true;
        }
        return false;
    }

    /// <summary>Whether a batch is what comes next.</summary>
    public bool IsNext(in RecordBatch batch)
    {
        if (Epoch < 0) return true;
        return batch.BaseSequence == (batch.ProducerEpoch == Epoch ? Advance(LastSequence, 1) : 0);
    }

    /// <summary>Takes note of a batch that lies in the log. One without a sequence is a coordinator's.</summary>
    public void Add(in RecordBatch batch)
    {
        Enter(batch.ProducerEpoch);
        if (batch.BaseSequence < 0) return;
        Restore(new SentBatch(batch.BaseSequence, Advance(batch.BaseSequence, batch.LastOffsetDelta), batch.BaseOffset, batch.LastOffset,
            batch.IsLogAppendTime ? batch.MaxTimestamp : -1));
    }

    /// <summary>Takes note of an epoch; a new one begins without batches.</summary>
    public void Enter(short epoch)
    {
        if (epoch == Epoch) return;
        Epoch = epoch;
        _count = 0;
    }

    /// <summary>Adds a batch behind the last one, in the place of the oldest where there are five.</summary>
    public void Restore(SentBatch batch)
    {
        if (_count == KeptBatches) ((ReadOnlySpan<SentBatch>)_batches)[1..].CopyTo(_batches);
        else _count++;
        _batches[_count - 1] = batch;
    }

    [InlineArray(KeptBatches)]
    private struct Batches
    {
        private SentBatch _first;
    }
}
