using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Archive;

/// <summary>What a run takes in: events into its files, and what is none among the refused. Hot path: per record.</summary>
/// <param name="writer">Takes the events.</param>
/// <param name="schemas">Of those that wrote them.</param>
/// <param name="refused">Takes the others.</param>
/// <param name="progress">Is told.</param>
internal sealed class RunIntake(HistoryWriter writer, WriterSchemas schemas, RefusedRecords refused, RunProgress progress)
{
    /// <summary>Records so far.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes of their values so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Those without a value, which are no events.</summary>
    public long Tombstones { get; private set; }

    /// <summary>Those that can't be kept.</summary>
    public RefusedRecords Refused => refused;

    /// <summary>Takes a record, unless the schema that wrote it has to be asked for first.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool TryTake(ConsumedRecord record)
    {
        try
        {
            if (record.IsTombstone) Tombstones++;
            else if (schemas.Find(ConfluentFrame.ReadHeader(record.Value)) is not { } schema) return false;
            else Append(record, schema);
        }
        catch (SchemaException fault) when (EventFaults.IsOfTheEvent(fault))
        {
            refused.Add(record, fault);
        }
        Records++;
        Bytes += record.Value.Length;
        return true;
    }

    /// <summary>Takes a record whose writer's schema is asked for.</summary>
    /// <exception cref="SchemaException">The registry can't be asked: that is no fault of the record.</exception>
    public async ValueTask TakeAsync(RecordBatch batch, int at, CancellationToken cancellation)
    {
        try
        {
            await schemas.LearnAsync(ConfluentFrame.ReadHeader(batch[at].Value), cancellation);
        }
        catch (SchemaException fault) when (EventFaults.IsOfTheEvent(fault))
        {
            Records++;
            refused.Add(batch[at], fault);
            return;
        }
        TryTake(batch[at]);
    }

    private void Append(ConsumedRecord record, AvroSchema schema)
    {
        writer.Append(record.Value[ConfluentFrame.HeaderBytes..], schema, new HistoryPosition(record.Partition, record.Offset), record.TimestampMs);
        progress.Tell(writer.EventCount);
    }
}
