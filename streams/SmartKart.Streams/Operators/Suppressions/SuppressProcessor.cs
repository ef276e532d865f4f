using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Suppressions;

/// <summary>When a change that is held back is due.</summary>
/// <param name="Windows">Tells the window whose end counts; null: the change's own time counts, from when its key first waited.</param>
/// <param name="Rule">How long after that time.</param>
internal readonly record struct Due<K>(IWindowedSerde<K>? Windows, ClosingRule Rule)
{
    /// <summary>Only the last of a key's changes is of interest: deletions are none.</summary>
    public bool FinalOnly => Windows is not null;

    /// <summary>The time from which a change waits.</summary>
    public long TimeOf<V>(in Record<K, Change<V>> record) => Windows is null ? record.TimestampMs : Windows.WindowOf(record.Key).EndMs;

    /// <summary>The latest such time that is due.</summary>
    public long DueUntilMs(long streamTimeMs) => Rule.EarliestOpenEndMs(streamTimeMs) - 1;
}

/// <summary>How much may be held back, and whether the oldest go out early or the task fails where it would be more.</summary>
internal readonly record struct BufferLimits(long MaxRecords, long MaxBytes, bool EmitEarlyWhenFull);

/// <summary>Holds a table's changes back (KIP-328): of each key the last one comes, once it is due. Hot path: per change.</summary>
internal sealed class SuppressProcessor<K, V>(string name, string storeName, Due<K> due, BufferLimits limits) : ForwardingProcessor<K, Change<V>, K, Change<V>>
{
    private SuppressionBuffer<K, V> _buffer = null!; // set by Init, before the first record

    public override void Init(IProcessorContext<K, Change<V>> context)
    {
        base.Init(context);
        _buffer = context.GetStateStore<SuppressionBuffer<K, V>>(storeName);
        _buffer.Begin();
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        _buffer.Advance(record.TimestampMs);
        _buffer.Put(due.TimeOf(record), record);
        var dueUntilMs = due.DueUntilMs(_buffer.StreamTimeMs);
        while (_buffer.TryTake(dueUntilMs, out var held)) Emit(held);
        if (!IsOverfull) return;
        if (!limits.EmitEarlyWhenFull)
            throw new BufferFullException(
                $"The suppression '{name}' holds back {_buffer.Count} records and {_buffer.SizeBytes} bytes, and may {limits.MaxRecords} and " +
                $"{limits.MaxBytes}. Raise MaxRecords or MaxBytes of its Suppressed, or take a shorter grace.");
        while (IsOverfull && _buffer.TryTake(long.MaxValue, out var oldest)) Emit(oldest);
    }

    private bool IsOverfull => _buffer.Count > limits.MaxRecords || _buffer.SizeBytes > limits.MaxBytes;

    private void Emit(in Record<K, Change<V>> held)
    {
        if (held.Value.New.HasValue || !due.FinalOnly) Context.Forward(held);
    }
}
