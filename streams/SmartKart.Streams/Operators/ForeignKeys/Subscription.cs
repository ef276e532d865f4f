namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>What a row of the left table asks of the row of the right table whose key it names.</summary>
/// <param name="Hash">Of the left row as it was when it asked; null: it is deleted.</param>
/// <param name="Instruction">What it asks.</param>
/// <param name="PrimaryKey">The left row's key.</param>
/// <param name="PrimaryPartition">The left row's partition: where the answer goes.</param>
internal readonly record struct Subscription<K>(UInt128? Hash, SubscriptionInstruction Instruction, K PrimaryKey, int PrimaryPartition);

/// <summary>What is asked. The numbers are written to topics.</summary>
internal enum SubscriptionInstruction : byte
{
    /// <summary>End the subscription; no answer.</summary>
    DeleteKeyNoPropagate = 0,

    /// <summary>End the subscription, and answer that there is nothing.</summary>
    DeleteKeyAndPropagate = 1,

    /// <summary>Subscribe, and answer in any case.</summary>
    PropagateNullIfNoValue = 2,

    /// <summary>Subscribe, and answer if there is a row.</summary>
    PropagateOnlyIfValue = 3,
}

/// <summary>Who is told when a row of the right table changes.</summary>
/// <param name="Hash">Of the left row as it was when it asked.</param>
/// <param name="PrimaryPartition">Where the answer goes.</param>
internal readonly record struct Subscriber(UInt128? Hash, int PrimaryPartition);

/// <summary>What the right table answers.</summary>
/// <param name="Hash">Of the left row as it was when it asked; null: it was deleted.</param>
/// <param name="Value">The right row's value; none: there is none.</param>
/// <param name="PrimaryPartition">Where the answer goes.</param>
internal readonly record struct SubscriptionResponse<VO>(UInt128? Hash, Optional<VO> Value, int PrimaryPartition);

/// <summary>A foreign key and the key of a row that names it.</summary>
/// <param name="ForeignKey">The key in the right table; null where the row names none.</param>
/// <param name="PrimaryKey">The key in the left table.</param>
internal readonly record struct CombinedKey<KO, K>(KO ForeignKey, K PrimaryKey);
