namespace SmartKart.Broker.Groups;

/// <summary>Offsets that wait for the end of the transaction that commits them: what the transaction coordinator tells the group coordinator.</summary>
internal interface ITransactionalOffsets
{
    /// <summary>The marker of a producer's transaction lies in the offsets topic: what it staged there counts from now on, or never did.</summary>
    void Complete(long producerId, bool committed);
}
