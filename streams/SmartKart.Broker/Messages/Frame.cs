using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>What requests and responses share on the wire: four bytes of length, a header, a body.</summary>
internal static class Frame
{
    public static void Write<THeader, TBody>(
        IBufferWriter<byte> output, THeader header, short headerVersion, short flexibleHeader, TBody body, short version, bool flexible)
        where THeader : class, IMessage
        where TBody : class, IMessage
    {
        var headerIsFlexible = headerVersion >= flexibleHeader;
        // Sizing comes first, and refuses what cannot be written before a byte of it is out.
        var size = MessageWriter.Size(header, headerVersion, headerIsFlexible) + MessageWriter.Size(body, version, flexible);
        if (size > int.MaxValue)
            throw new ProtocolException($"{size} bytes; a frame holds {int.MaxValue}", body.GetType().Name, version, field: null, offset: 0);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(WireSize.FrameLength), (int)size);
        output.Advance(WireSize.FrameLength);
        MessageWriter.Write(output, header, headerVersion, headerIsFlexible);
        MessageWriter.Write(output, body, version, flexible);
    }
}
