using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb.Values;

/// <summary>Finds the reader for a column and a .NET type. Not a hot path: once per column and type of a result.</summary>
internal static class ValueReaders
{
    /// <summary>A reader of the type that is asked for.</summary>
    /// <exception cref="InvalidCastException">The column is not read as that.</exception>
    internal static ValueReader For(ColumnVector column, Type type)
    {
        if (type == typeof(object)) return new ObjectReader(column, TypeOf(column.LogicalType) is { } own ? For(column, own) : null);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(typeof(NullableReader<>), [underlying], column, For(column, underlying));
        return column.Type switch
        {
            DuckDbType.List or DuckDbType.Array => Sequence(column, type),
            DuckDbType.Map => Map(column, type),
            DuckDbType.Struct when type.IsAssignableFrom(typeof(Dictionary<string, object?>)) =>
                new FieldsReader(column, [.. column.Children.Select(field => For(field, typeof(object)))]),
            DuckDbType.Struct => Record(column, type),
            _ => Make(typeof(ScalarReader<>), [type], column),
        };
    }

    /// <summary>
    /// The type of a column's values when nobody asks for another: a <c>List</c> for LIST and ARRAY, a <c>Dictionary</c> for MAP, and for STRUCT one of
    /// names and objects. Elements may be NULL, so they are nullable. Null for a type that is not read.
    /// </summary>
    internal static Type? TypeOf(LogicalType type) => type.Id switch
    {
        DuckDbType.List or DuckDbType.Array => typeof(List<>).MakeGenericType(ElementTypeOf(type.Fields[0].Type)),
        DuckDbType.Map => typeof(Dictionary<,>).MakeGenericType(TypeOf(type.Fields[0].Type) ?? typeof(object), ElementTypeOf(type.Fields[1].Type)),
        DuckDbType.Struct => typeof(Dictionary<string, object?>),
        _ => Scalar.TypeOf(type.Id),
    };

    private static Type ElementTypeOf(LogicalType type) => TypeOf(type) switch
    {
        null => typeof(object),
        { IsValueType: true } value => typeof(Nullable<>).MakeGenericType(value),
        { } reference => reference,
    };

    private static ValueReader Sequence(ColumnVector column, Type type)
    {
        var element = type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[0] : null;
        if (element is null || (!type.IsArray && !type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)))) throw Scalar.Unfit(column, type);
        return Make(type.IsArray ? typeof(ArrayReader<>) : typeof(ListReader<>), [element], column, Inner(column.Children[0], element));
    }

    private static ValueReader Map(ColumnVector column, Type type)
    {
        if (!type.IsGenericType || type.GetGenericArguments() is not [var key, var value]
            || !type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value))) throw Scalar.Unfit(column, type);
        return Make(typeof(MapReader<,>), [key, value], column, For(column.Children[0], key), Inner(column.Children[1], value));
    }

    private static ValueReader Record(ColumnVector column, Type type)
    {
        var fields = column.Children.Zip(column.LogicalType.Fields, (field, named) => (Name: Letters(named.Name), Column: field))
            .ToDictionary(field => field.Name, field => field.Column);
        var constructor = type.IsAbstract || type == typeof(string) ? null : type.GetConstructors()
            .Where(candidate => candidate.GetParameters().All(parameter => fields.ContainsKey(Letters(parameter.Name!))))
            .MaxBy(candidate => candidate.GetParameters().Length);
        if (constructor is null) throw Scalar.Unfit(column, type);
        var parameters = constructor.GetParameters();
        var taken = parameters.Select(parameter => Letters(parameter.Name!)).ToHashSet();
        var properties = type.GetProperties()
            .Where(property => property.CanWrite && !taken.Contains(Letters(property.Name)) && fields.ContainsKey(Letters(property.Name))).ToArray();
        return Make(typeof(RecordReader<>), [type], constructor,
            Array.ConvertAll(parameters, parameter => Inner(fields[Letters(parameter.Name!)], parameter.ParameterType)),
            Array.ConvertAll(properties, property => (property, Inner(fields[Letters(property.Name)], property.PropertyType))));
    }

    // Inside a nested value a NULL is a null where the type has one.
    private static ValueReader Inner(ColumnVector column, Type type) => type.IsValueType || type == typeof(object)
        ? For(column, type)
        : Make(typeof(ReferenceReader<>), [type], column, For(column, type));

    private static ValueReader Make(Type reader, Type[] types, params object[] arguments) =>
        (ValueReader)Activator.CreateInstance(reader.MakeGenericType(types), arguments)!;

    private static string Letters(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
