using System.Buffers;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

/// <summary>Messages to bytes and back, for tests.</summary>
internal static class Encoded
{
    public static byte[] Bytes(IMessage message, short version, bool flexible)
    {
        var buffer = new ArrayBufferWriter<byte>();
        MessageWriter.Write(buffer, message, version, flexible);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The bytes in pieces, as a pipe might hand them over.</summary>
    public static ReadOnlySequence<byte> InPieces(ReadOnlyMemory<byte> bytes, int pieceBytes)
    {
        Piece? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += pieceBytes)
            last = Piece.After(last, bytes.Slice(at, Math.Min(pieceBytes, bytes.Length - at)), ref first);
        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public static Piece After(Piece? last, ReadOnlyMemory<byte> memory, ref Piece? first)
        {
            var piece = new Piece { Memory = memory, RunningIndex = last is null ? 0 : last.RunningIndex + last.Memory.Length };
            first ??= piece;
            if (last is not null)
                last.Next = piece;
            return piece;
        }
    }
}
