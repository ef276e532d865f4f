namespace SmartKart.Broker.Storage;

/// <summary>The fields of a batch that someone builds; <see cref="RecordBatch"/> says what each means and where it lies.</summary>
internal readonly record struct BatchHeader()
{
    public long BaseOffset { get; init; }
    public int LeaderEpoch { get; init; }
    public short Attributes { get; init; }
    public bool HasDeleteHorizon { get; init; }
    public int LastOffsetDelta { get; init; }
    public long BaseTimestamp { get; init; }
    public long MaxTimestamp { get; init; } = -1;
    public long ProducerId { get; init; } = -1;
    public short ProducerEpoch { get; init; } = -1;
    public int BaseSequence { get; init; } = -1;
    public int Count { get; init; }

    /// <summary>Of a batch that has lost its records: nothing in it is compressed, and it has no horizon of its own.</summary>
    public BatchHeader Emptied() => this with { Attributes = RecordBatch.WithoutRecords(Attributes), HasDeleteHorizon = false, BaseTimestamp = MaxTimestamp };

    public static BatchHeader Of(in RecordBatch batch) => new()
    {
        BaseOffset = batch.BaseOffset,
        LeaderEpoch = batch.LeaderEpoch,
        Attributes = batch.Attributes,
        HasDeleteHorizon = batch.HasDeleteHorizon,
        LastOffsetDelta = batch.LastOffsetDelta,
        BaseTimestamp = batch.BaseTimestamp,
        MaxTimestamp = batch.MaxTimestamp,
        ProducerId = batch.ProducerId,
        ProducerEpoch = batch.ProducerEpoch,
        BaseSequence = batch.BaseSequence,
        Count = batch.Count,
    };
}
