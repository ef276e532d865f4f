using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Asks which groups there are. Kafka's ListGroupsRequest, versions 0 to 5, flexible from 3.</summary>
internal sealed class ListGroupsRequest : IMessage
{
    public List<string> StatesFilter = [];
    public List<string> TypesFilter = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref StatesFilter, since: 4);
        codec.Array(ref TypesFilter, since: 5);
    }
}
