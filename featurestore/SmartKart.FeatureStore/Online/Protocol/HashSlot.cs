namespace SmartKart.FeatureStore.Online.Protocol;

/// <summary>
/// Which of a Redis Cluster's 16,384 slots a key lies in: CRC16 (XMODEM: polynomial 0x1021, from 0) of what stands within its first braces, or
/// of the whole key. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
/// </summary>
internal static class HashSlot
{
    /// <summary>How many there are.</summary>
    public const int Count = 16_384;

    private static readonly ushort[] Table = NewTable();

    /// <summary>The slot of a key.</summary>
    public static int Of(ReadOnlySpan<byte> key)
    {
        var open = key.IndexOf((byte)'{');
        if (open >= 0)
        {
            var length = key[(open + 1)..].IndexOf((byte)'}');
            if (length > 0) key = key.Slice(open + 1, length);
        }
        ushort crc = 0;
        foreach (var next in key) crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ next]);
        return crc % Count;
    }

    private static ushort[] NewTable()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            table[value] = (ushort)crc;
        }
        return table;
    }
}
