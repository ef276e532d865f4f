namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// A column's type, numbered as <c>duckdb_type</c> in duckdb.h. The numbers are DuckDB's ABI and never change.
/// Those that are marked so, and any that is not named here, are read by casting them in the SQL.
/// </summary>
#pragma warning disable CA1720 // The names are SQL's.
public enum DuckDbType
{
    /// <summary>Not a type.</summary>
    Invalid = 0,
    /// <summary>1 byte, 0 or 1.</summary>
    Boolean = 1,
    /// <summary>Signed, 8 bits.</summary>
    TinyInt = 2,
    /// <summary>Signed, 16 bits.</summary>
    SmallInt = 3,
    /// <summary>Signed, 32 bits.</summary>
    Integer = 4,
    /// <summary>Signed, 64 bits.</summary>
    BigInt = 5,
    /// <summary>Unsigned, 8 bits.</summary>
    UTinyInt = 6,
    /// <summary>Unsigned, 16 bits.</summary>
    USmallInt = 7,
    /// <summary>Unsigned, 32 bits.</summary>
    UInteger = 8,
    /// <summary>Unsigned, 64 bits.</summary>
    UBigInt = 9,
    /// <summary>IEEE 754, 32 bits.</summary>
    Float = 10,
    /// <summary>IEEE 754, 64 bits.</summary>
    Double = 11,
    /// <summary>Microseconds since 1970-01-01, wall clock without a zone.</summary>
    Timestamp = 12,
    /// <summary>Days since 1970-01-01.</summary>
    Date = 13,
    /// <summary>Microseconds since midnight.</summary>
    Time = 14,
    /// <summary>Months, days and microseconds.</summary>
    Interval = 15,
    /// <summary>Signed, 128 bits.</summary>
    HugeInt = 16,
    /// <summary>UTF-8 text.</summary>
    Varchar = 17,
    /// <summary>Bytes.</summary>
    Blob = 18,
    /// <summary>A scaled integer of 16, 32, 64 or 128 bits, by its width.</summary>
    Decimal = 19,
    /// <summary>Seconds since 1970-01-01, without a zone.</summary>
    TimestampS = 20,
    /// <summary>Milliseconds since 1970-01-01, without a zone.</summary>
    TimestampMs = 21,
    /// <summary>Nanoseconds since 1970-01-01, without a zone.</summary>
    TimestampNs = 22,
    /// <summary>One of a fixed set of texts, stored as its place among them.</summary>
    Enum = 23,
    /// <summary>Any number of elements of one type.</summary>
    List = 24,
    /// <summary>Named fields.</summary>
    Struct = 25,
    /// <summary>Keys with their values: stored as a list of pairs.</summary>
    Map = 26,
    /// <summary>128 bits, the highest one flipped so that order as an integer is order as text.</summary>
    Uuid = 27,
    /// <summary>One of several types: to be cast.</summary>
    Union = 28,
    /// <summary>A string of bits: to be cast.</summary>
    Bit = 29,
    /// <summary>A time of day in a zone: to be cast.</summary>
    TimeTz = 30,
    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    TimestampTz = 31,
    /// <summary>Unsigned, 128 bits.</summary>
    UHugeInt = 32,
    /// <summary>A fixed number of elements of one type.</summary>
    Array = 33,
    /// <summary>A whole number of any size: to be cast.</summary>
    BigNum = 35,
    /// <summary>Only NULL: the type of an empty list's elements.</summary>
    SqlNull = 36,
    /// <summary>Nanoseconds since midnight: to be cast.</summary>
    TimeNs = 39,
}
