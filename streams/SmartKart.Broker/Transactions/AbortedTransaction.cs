namespace SmartKart.Broker.Transactions;

/// <summary>A transaction that was taken back: readers of committed records skip the producer's batches from its first offset to its marker.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);
