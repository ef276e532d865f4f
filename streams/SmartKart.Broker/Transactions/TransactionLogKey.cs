using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Transactions;

/// <summary>The key of a record of <c>__transaction_state</c>: Kafka's TransactionLogKey, behind an int16 of its version, 0.</summary>
internal sealed class TransactionLogKey : IMessage
{
    public const short Version = 0;

    public string TransactionalId = "";

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct => codec.String(ref TransactionalId);
}
