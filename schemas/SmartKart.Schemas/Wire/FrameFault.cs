namespace SmartKart.Schemas;

/// <summary>What is wrong with the head of a message in Confluent's wire format.</summary>
public enum FrameFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Fewer bytes than the head has. A tombstone, whose value is null, has no frame at all.</summary>
    Truncated,

    /// <summary>The first byte is not 0x00: the bytes were not written through a schema registry.</summary>
    WrongMagicByte,
}
