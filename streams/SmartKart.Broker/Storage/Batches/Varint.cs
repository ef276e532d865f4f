namespace SmartKart.Broker.Storage;

/// <summary>Kafka's signed numbers inside records: zigzag, seven bits a byte, the low ones first (Protocol Buffers' sint).</summary>
internal static class Varint
{
    public const int MaxBytes = 10;

    /// <returns>Bytes read; 0 where there is no number.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, out long value)
    {
        var raw = 0UL;
        for (var index = 0; index < bytes.Length && index < MaxBytes; index++)
        {
            raw |= (ulong)(bytes[index] & 0x7f) << (7 * index);
            if (bytes[index] >= 0x80) continue;
            value = (long)(raw >> 1) ^ -(long)(raw & 1);
            return index + 1;
        }
        value = 0;
        return 0;
    }

    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> output, long value)
    {
        var raw = (ulong)(value << 1) ^ (ulong)(value >> 63);
        var index = 0;
        for (; raw >= 0x80; raw >>= 7) output[index++] = (byte)(raw | 0x80);
        output[index++] = (byte)raw;
        return index;
    }

    public static int BytesOf(long value)
    {
        var raw = (ulong)(value << 1) ^ (ulong)(value >> 63);
        var bytes = 1;
        for (; raw >= 0x80; raw >>= 7) bytes++;
        return bytes;
    }
}
