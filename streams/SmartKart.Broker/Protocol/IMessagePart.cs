namespace SmartKart.Broker.Protocol;

/// <summary>
/// A message, or a structure inside one. It describes its layout once, field by field in the order of the wire; whoever
/// passes a codec decides whether that reads, writes, measures or merely looks.
/// </summary>
internal interface IMessagePart
{
    void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct;
}

/// <summary>A whole message: the body of a request or of a response, a header, or data that clients hand each other.</summary>
internal interface IMessage : IMessagePart;
