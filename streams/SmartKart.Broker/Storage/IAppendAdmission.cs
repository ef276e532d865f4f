namespace SmartKart.Broker.Storage;

/// <summary>
/// Has a say in every append, where batches are valid and have no offsets yet: the place of sequence checks, duplicate
/// detection and fencing. Called under the log's lock, in the log's order; must be quick and must not call the log.
/// </summary>
internal interface IAppendAdmission
{
    /// <summary>Judges one batch. A whole append is refused with its first refused batch.</summary>
    Admission Admit(in RecordBatch batch, AppendSource source);

    /// <summary>The batch lies in the log, with its offsets; readers are about to see it.</summary>
    void Appended(in RecordBatch batch);

    /// <summary>What lay at an offset and behind it is gone. This call may read the log.</summary>
    void Truncated(long endOffset);

    /// <summary>The oldest segments are about to go, and with them what only they tell. Not under the log's lock; may flush the log.</summary>
    void Dropping();
}

/// <summary>The verdict on a batch.</summary>
/// <param name="Fault">None to take it.</param>
/// <param name="BaseOffset">Of a <see cref="AppendFault.Duplicate"/>: where it lies.</param>
/// <param name="LastOffset">Of a duplicate: its last record.</param>
/// <param name="AppendTimeMs">Of a duplicate: when it was stamped; −1 where it was not.</param>
internal readonly record struct Admission(AppendFault Fault, long BaseOffset = -1, long LastOffset = -1, long AppendTimeMs = -1);
