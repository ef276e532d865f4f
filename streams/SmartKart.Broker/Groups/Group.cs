using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Groups.Consumer;
using SmartKart.Broker.Groups.Offsets;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Groups;

/// <summary>
/// One group: its members by either protocol, and its committed offsets. Everything is used under <see cref="Gate"/>. A change is
/// first appended to the offsets topic and then applied, so that a change that could not be written never was.
/// </summary>
internal sealed class Group
{
    private readonly GroupContext _context;
    private Task _durable = Task.CompletedTask;

    public Group(string id, GroupContext context)
    {
        Id = id;
        _context = context;
        Membership = new ClassicGroup(this, context);
    }

    public string Id { get; }

    /// <summary>Guards all of the group. The offsets topic's lock is taken inside it, and no other group's.</summary>
    public Lock Gate { get; } = new();

    public IMembership Membership { get; private set; }

    public CommittedOffsets Offsets { get; } = new();

    /// <summary>Taken out of the coordinator: whoever got hold of it before must look it up again.</summary>
    public bool IsDead { get; private set; }

    /// <summary>
    /// Completes when all that was written of this group is durable: what an answer waits for, so that it never says what a crash takes back.
    /// </summary>
    public Task Durable => Volatile.Read(ref _durable);

    /// <summary>Nothing that a restart would find.</summary>
    public bool IsVoid => Membership.IsEmpty && Offsets.IsEmpty;

    /// <summary>Appends records and applies them.</summary>
    public ErrorCode TryChange(IReadOnlyList<GroupRecord> records)
    {
        var (fault, firstOffset) = Append(records, topic => topic.Append(records));
        for (var index = 0; index < records.Count && fault == ErrorCode.None; index++) Apply(records[index], firstOffset + index, -1);
        return fault;
    }

    /// <summary>Appends offsets to a producer's transaction and stages them until it ends.</summary>
    public ErrorCode TryStage(IReadOnlyList<GroupRecord> records, long producerId, short producerEpoch)
    {
        var (fault, firstOffset) = Append(records, topic => topic.Append(records, producerId, producerEpoch));
        for (var index = 0; index < records.Count && fault == ErrorCode.None; index++) Apply(records[index], firstOffset + index, producerId);
        return fault;
    }

    /// <summary>Appends a record of what is so already.</summary>
    public ErrorCode TryNote(GroupRecord record) => Append([record], topic => topic.Append([record])).Fault;

    /// <summary>Makes so what a record says: right after it was written, or when it is read back.</summary>
    /// <param name="record">The record.</param>
    /// <param name="offset">Where it lies.</param>
    /// <param name="producerId">Whose transaction it is part of; −1 for none.</param>
    public void Apply(GroupRecord record, long offset, long producerId)
    {
        switch (record.Key.Type)
        {
            case RecordType.OffsetCommit:
                Offsets.Apply(new TopicPartition(record.Key.Topic, record.Key.Partition), (OffsetCommitValue?)record.Value, offset, producerId);
                break;
            case RecordType.GroupMetadata:
                var classic = new ClassicGroup(this, _context);
                if (record.Value is GroupMetadataValue snapshot) classic.Load(snapshot);
                Become(classic);
                break;
            case RecordType.ConsumerGroupMetadata when record.Value is null:
                if (Membership is ConsumerGroup) Become(new ClassicGroup(this, _context));
                break;
            default:
                if (Membership is not ConsumerGroup && record.Value is not null) Become(new ConsumerGroup(this, _context));
                (Membership as ConsumerGroup)?.Apply(record);
                break;
        }
    }

    /// <summary>Takes the group out of use: after it was deleted, or when the broker stops.</summary>
    public void Die(ErrorCode answer)
    {
        IsDead = true;
        Membership.Close(answer);
    }

    private void Become(IMembership membership)
    {
        Membership.Close(ErrorCode.UnknownMemberId);
        Membership = membership;
    }

    private (ErrorCode Fault, long FirstOffset) Append(IReadOnlyList<GroupRecord> records, Func<OffsetsTopic, AppendResult> append)
    {
        if (records.Count == 0) return (ErrorCode.None, -1);
        try
        {
            var appended = append(_context.Log);
            if (appended.Fault == AppendFault.None) Volatile.Write(ref _durable, _context.Log.DurableAsync());
            else GroupLog.WriteRefused(_context.Logger, Id, appended.Fault);
            return (CodeOf(appended.Fault), appended.BaseOffset);
        }
        catch (BrokerException fault)
        {
            GroupLog.WriteFailed(_context.Logger, fault, Id);
            return (ErrorCode.CoordinatorNotAvailable, -1);      // the client asks again, and space may have been freed by then
        }
    }

    private static ErrorCode CodeOf(AppendFault fault) => fault switch
    {
        AppendFault.None => ErrorCode.None,
        AppendFault.TooLarge => ErrorCode.InvalidCommitOffsetSize,
        AppendFault.StaleProducerEpoch => ErrorCode.InvalidProducerEpoch,
        AppendFault.InvalidTransactionState => ErrorCode.InvalidTxnState,
        _ => ErrorCode.UnknownServerError,
    };
}
