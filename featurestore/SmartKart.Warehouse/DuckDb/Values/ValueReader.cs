using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb.Values;

/// <summary>Reads the values of one column as one .NET type. Made once per result, and asked per row.</summary>
internal abstract class ValueReader
{
    /// <returns>Null where the value is NULL and the type has a null.</returns>
    internal abstract object? ReadBoxed(int row);
}

/// <inheritdoc/>
internal abstract class ValueReader<T> : ValueReader
{
    internal abstract T Read(int row);

    internal sealed override object? ReadBoxed(int row) => Read(row);
}

/// <summary>A value that isn't nested, and isn't NULL.</summary>
internal sealed class ScalarReader<T>(ColumnVector column) : ValueReader<T>
{
    internal override T Read(int row) => Scalar.Read<T>(column, row);
}

/// <summary>A value type, or null where there is NULL.</summary>
internal sealed class NullableReader<T>(ColumnVector column, ValueReader<T> value) : ValueReader<T?> where T : struct
{
    internal override T? Read(int row) => column.IsNull(row) ? null : value.Read(row);
}

/// <summary>A reference type, or null where there is NULL: inside a list or a struct, a NULL is a null.</summary>
internal sealed class ReferenceReader<T>(ColumnVector column, ValueReader<T> value) : ValueReader<T?> where T : class
{
    internal override T? Read(int row) => column.IsNull(row) ? null : value.Read(row);
}

/// <summary>Whatever the column holds, boxed.</summary>
internal sealed class ObjectReader(ColumnVector column, ValueReader? value) : ValueReader<object?>
{
    internal override object? Read(int row) => column.IsNull(row) ? null : (value ?? throw Scalar.Unfit<object>(column)).ReadBoxed(row);
}
