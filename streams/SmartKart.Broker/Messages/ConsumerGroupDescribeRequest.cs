using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks how groups of the consumer protocol stand.
/// Kafka's ConsumerGroupDescribeRequest, version 0, flexible from 0.
/// </summary>
internal sealed class ConsumerGroupDescribeRequest : IMessage
{
    public List<string> GroupIds = [];
    public bool IncludeAuthorizedOperations;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref GroupIds);
        codec.Bool(ref IncludeAuthorizedOperations);
    }
}
