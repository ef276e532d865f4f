using System.Reflection;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb.Values;

/// <summary>A LIST or an ARRAY as an array.</summary>
internal sealed class ArrayReader<T>(ColumnVector column, ValueReader<T> element) : ValueReader<T[]>
{
    internal override T[] Read(int row)
    {
        var slice = column.List(row);
        var values = new T[slice.Count];
        for (var i = 0; i < values.Length; i++) values[i] = element.Read(slice.Start + i);
        return values;
    }
}

/// <summary>A LIST or an ARRAY as a list.</summary>
internal sealed class ListReader<T>(ColumnVector column, ValueReader<T> element) : ValueReader<List<T>>
{
    internal override List<T> Read(int row)
    {
        var slice = column.List(row);
        var values = new List<T>(slice.Count);
        for (var i = 0; i < slice.Count; i++) values.Add(element.Read(slice.Start + i));
        return values;
    }
}

/// <summary>A MAP; its keys are never NULL, and each is there once.</summary>
internal sealed class MapReader<TKey, TValue>(ColumnVector column, ValueReader<TKey> key, ValueReader<TValue> value)
    : ValueReader<Dictionary<TKey, TValue>> where TKey : notnull
{
    internal override Dictionary<TKey, TValue> Read(int row)
    {
        var slice = column.List(row);
        var map = new Dictionary<TKey, TValue>(slice.Count);
        for (var i = slice.Start; i < slice.Start + slice.Count; i++) map.Add(key.Read(i), value.Read(i));
        return map;
    }
}

/// <summary>A STRUCT as its fields by name, in their order.</summary>
internal sealed class FieldsReader(ColumnVector column, ValueReader[] fields) : ValueReader<Dictionary<string, object?>>
{
    internal override Dictionary<string, object?> Read(int row)
    {
        var values = new Dictionary<string, object?>(fields.Length);
        for (var i = 0; i < fields.Length; i++) values.Add(column.LogicalType.Fields[i].Name, fields[i].ReadBoxed(row));
        return values;
    }
}

/// <summary>
/// A STRUCT as an object: by the constructor whose every parameter is a field, the one with most of them, then by the properties that are left.
/// Names are compared without case and underscores.
/// </summary>
internal sealed class RecordReader<T>(ConstructorInfo constructor, ValueReader[] arguments, (PropertyInfo Property, ValueReader Value)[] properties)
    : ValueReader<T>
{
    internal override T Read(int row)
    {
        var values = Array.ConvertAll(arguments, argument => argument.ReadBoxed(row));
        var record = constructor.Invoke(values);
        foreach (var (property, value) in properties) property.SetValue(record, value.ReadBoxed(row));
        return (T)record;
    }
}
