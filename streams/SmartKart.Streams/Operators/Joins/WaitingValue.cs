using System.Buffers;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>The value of a record that waits for its window to close: of the left side's type or of the right's.</summary>
internal readonly record struct WaitingValue<VLeft, VRight>(Optional<VLeft> Left, Optional<VRight> Right);

/// <summary>Writes <c>side (1: 0 is left) ‖ value</c>.</summary>
internal sealed class WaitingValueSerde<VLeft, VRight>(ISerde<VLeft> left, ISerde<VRight> right) : ISerde<WaitingValue<VLeft, VRight>>
{
    public void Serialize(WaitingValue<VLeft, VRight> value, IBufferWriter<byte> output)
    {
        var isLeft = value.Left.TryGet(out var leftValue);
        output.GetSpan(1)[0] = isLeft ? (byte)0 : (byte)1;
        output.Advance(1);
        if (isLeft) left.Serialize(leftValue!, output); // it has one
        else right.Serialize(value.Right.Value!, output); // what has no left value has a right one
    }

    public WaitingValue<VLeft, VRight> Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) throw SerializationException.TooShort("A record that waits to be joined", 1, 0);
        return bytes[0] == 0
            ? new WaitingValue<VLeft, VRight>(Optional<VLeft>.Of(left.Deserialize(bytes[1..])), default)
            : new WaitingValue<VLeft, VRight>(default, Optional<VRight>.Of(right.Deserialize(bytes[1..])));
    }
}
