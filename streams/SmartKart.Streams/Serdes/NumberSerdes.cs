using System.Buffers;
using System.Buffers.Binary;

namespace SmartKart.Streams;

internal sealed class Int32Serde : ISerde<int>
{
    internal static readonly Int32Serde Instance = new();

    public void Serialize(int value, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public int Deserialize(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(int)
        ? BinaryPrimitives.ReadInt32BigEndian(bytes)
        : throw SerializationException.WrongLength("An Int32", sizeof(int), bytes.Length);
}

internal sealed class Int64Serde : ISerde<long>
{
    internal static readonly Int64Serde Instance = new();

    public void Serialize(long value, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public long Deserialize(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(long)
        ? BinaryPrimitives.ReadInt64BigEndian(bytes)
        : throw SerializationException.WrongLength("An Int64", sizeof(long), bytes.Length);
}

internal sealed class DoubleSerde : ISerde<double>
{
    internal static readonly DoubleSerde Instance = new();

    public void Serialize(double value, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteDoubleBigEndian(output.GetSpan(sizeof(double)), value);
        output.Advance(sizeof(double));
    }

    public double Deserialize(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(double)
        ? BinaryPrimitives.ReadDoubleBigEndian(bytes)
        : throw SerializationException.WrongLength("A Double", sizeof(double), bytes.Length);
}

internal sealed class BooleanSerde : ISerde<bool>
{
    internal static readonly BooleanSerde Instance = new();

    public void Serialize(bool value, IBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        output.Advance(1);
    }

    public bool Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 1) throw SerializationException.WrongLength("A Boolean", 1, bytes.Length);
        return bytes[0] switch
        {
            0 => false,
            1 => true,
            var other => throw new SerializationException(
                $"A Boolean is the byte 0 or 1, and this is {other}. The record was probably written by another serde."),
        };
    }
}
