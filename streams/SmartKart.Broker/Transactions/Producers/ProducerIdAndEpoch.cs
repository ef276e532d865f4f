namespace SmartKart.Broker.Transactions;

/// <summary>Who a producer is, and which of its instances: a higher epoch of the same id fences the lower ones.</summary>
/// <param name="Id">Given once, to one producer.</param>
/// <param name="Epoch">From 0.</param>
internal readonly record struct ProducerIdAndEpoch(long Id, short Epoch)
{
    public static ProducerIdAndEpoch None { get; } = new(-1, -1);
}
