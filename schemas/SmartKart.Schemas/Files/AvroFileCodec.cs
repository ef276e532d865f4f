namespace SmartKart.Schemas;

/// <summary>How the blocks of a file are compressed: the two codecs that every implementation of Avro must have.</summary>
public enum AvroFileCodec
{
    /// <summary>Not at all.</summary>
    Null,
    /// <summary>RFC 1951, without zlib's head and checksum.</summary>
    Deflate,
}
