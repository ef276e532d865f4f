using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Deletes groups that have no members. Kafka's DeleteGroupsRequest, versions 0 to 2, flexible from 2.</summary>
internal sealed class DeleteGroupsRequest : IMessage
{
    public List<string> GroupsNames = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref GroupsNames);
    }
}
