using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Asks how classic groups stand. Kafka's DescribeGroupsRequest, versions 0 to 5, flexible from 5.</summary>
internal sealed class DescribeGroupsRequest : IMessage
{
    public List<string> Groups = [];
    public bool IncludeAuthorizedOperations;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Groups);
        codec.Bool(ref IncludeAuthorizedOperations, since: 3);
    }
}
