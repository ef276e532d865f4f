namespace SmartKart.Broker.Transactions;

/// <summary>How far a transactional id's transaction is; the numbers are those of Kafka's transaction log.</summary>
/// <remarks>
/// <code>
/// Empty ──▶ Ongoing ──▶ PrepareCommit ──▶ CompleteCommit ─┐
///   ▲          │ ▲ └──▶ PrepareAbort  ──▶ CompleteAbort  ─┤
///   │          └─┘                                        │
///   └──────────────────────── InitProducerId ─────────────┘      from both Complete states to Ongoing as well
/// </code>
/// </remarks>
internal enum TransactionState : sbyte
{
    /// <summary>No transaction yet.</summary>
    Empty = 0,

    /// <summary>It has partitions.</summary>
    Ongoing = 1,

    /// <summary>It is committed: its markers are being written.</summary>
    PrepareCommit = 2,

    /// <summary>It is aborted: its markers are being written.</summary>
    PrepareAbort = 3,

    CompleteCommit = 4,
    CompleteAbort = 5,

    /// <summary>The transactional id is about to be forgotten. Never stored: a tombstone is.</summary>
    Dead = 6,

    /// <summary>A new instance fences the one at work. Never stored: here it becomes <see cref="PrepareAbort"/> in one step.</summary>
    PrepareEpochFence = 7,
}
