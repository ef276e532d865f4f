namespace SmartKart.Schemas;

/// <summary>Avro's types.</summary>
public enum AvroType
{
    /// <summary>No bytes at all.</summary>
    Null,
    /// <summary>One byte, 0 or 1.</summary>
    Boolean,
    /// <summary>32 bits, zigzag, 1 to 5 bytes.</summary>
    Int,
    /// <summary>64 bits, zigzag, 1 to 10 bytes.</summary>
    Long,
    /// <summary>IEEE 754 single, little-endian.</summary>
    Float,
    /// <summary>IEEE 754 double, little-endian.</summary>
    Double,
    /// <summary>A long and that many bytes.</summary>
    Bytes,
    /// <summary>A long and that many bytes of UTF-8.</summary>
    String,
    /// <summary>The fields, one after the other.</summary>
    Record,
    /// <summary>The symbol's index, as an int.</summary>
    Enum,
    /// <summary>Blocks of items.</summary>
    Array,
    /// <summary>Blocks of string keys and values.</summary>
    Map,
    /// <summary>The branch's index, as an int, and the value.</summary>
    Union,
    /// <summary>As many bytes as the schema says.</summary>
    Fixed,
}

/// <summary>The specification's words for the types.</summary>
public static class AvroTypes
{
    private static readonly string[] Keywords =
        ["null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum", "array", "map", "union", "fixed"];

    /// <summary>The word that a schema writes for the type, such as <c>long</c>.</summary>
    public static string Keyword(this AvroType type) => Keywords[(int)type];

    /// <summary>The primitive type of that name.</summary>
    public static bool TryPrimitive(string keyword, out AvroType type)
    {
        var index = Array.IndexOf(Keywords, keyword);
        type = (AvroType)Math.Max(index, 0);
        return index >= 0 && type <= AvroType.String;
    }
}
