namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>Which .NET type has the very bytes of a DuckDB value.</summary>
internal static class Storage
{
    /// <summary>Whether a vector of this storage is an array of <typeparamref name="T"/>.</summary>
    internal static bool Holds<T>(DuckDbType storage) where T : unmanaged => TypeOf(storage) == typeof(T);

    internal static string Remedy(DuckDbType storage) => TypeOf(storage) is { } type
        ? $"Ask for {type.Name}."
        : "It is no array of numbers: read it row by row.";

    /// <summary>Null where values are not of one fixed size, or mean nothing as they are stored.</summary>
    internal static Type? TypeOf(DuckDbType storage) => storage switch
    {
        DuckDbType.Boolean => typeof(bool),
        DuckDbType.TinyInt => typeof(sbyte),
        DuckDbType.SmallInt => typeof(short),
        DuckDbType.Integer or DuckDbType.Date => typeof(int),
        DuckDbType.BigInt or DuckDbType.Time or DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs
            or DuckDbType.TimestampNs or DuckDbType.TimestampTz => typeof(long),
        DuckDbType.HugeInt => typeof(Int128),
        DuckDbType.UTinyInt => typeof(byte),
        DuckDbType.USmallInt => typeof(ushort),
        DuckDbType.UInteger => typeof(uint),
        DuckDbType.UBigInt => typeof(ulong),
        DuckDbType.UHugeInt => typeof(UInt128),
        DuckDbType.Float => typeof(float),
        DuckDbType.Double => typeof(double),
        DuckDbType.Interval => typeof(DuckDbInterval),
        _ => null,
    };

    /// <summary>Bytes of a value in a vector; 0 for nested types, and for those that are to be cast.</summary>
    internal static int Bytes(DuckDbType storage) => storage switch
    {
        DuckDbType.Boolean or DuckDbType.TinyInt or DuckDbType.UTinyInt => 1,
        DuckDbType.SmallInt or DuckDbType.USmallInt => 2,
        DuckDbType.Integer or DuckDbType.UInteger or DuckDbType.Date or DuckDbType.Float => 4,
        DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Uuid or DuckDbType.Interval or DuckDbType.Varchar or DuckDbType.Blob => 16,
        DuckDbType.BigInt or DuckDbType.UBigInt or DuckDbType.Double or DuckDbType.Time or DuckDbType.Timestamp or DuckDbType.TimestampS
            or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz => 8,
        _ => 0,
    };
}

/// <summary>Where a list's elements stand in its column of elements.</summary>
/// <param name="Start">The first one's row there.</param>
/// <param name="Count">How many follow each other.</param>
public readonly record struct ListSlice(int Start, int Count);
