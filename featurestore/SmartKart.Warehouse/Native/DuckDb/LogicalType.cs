using System.Collections.Frozen;
using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>A column's type in full: a DECIMAL's digits, an ENUM's texts, what a LIST, ARRAY, STRUCT or MAP consists of. Immutable.</summary>
public sealed class LogicalType
{
    private readonly FrozenDictionary<string, uint> _places;

    private LogicalType(DuckDbType id, IReadOnlyList<LogicalField> fields, IReadOnlyList<string> enumValues)
    {
        Id = id;
        Fields = fields;
        EnumValues = enumValues;
        _places = enumValues.Select((text, place) => (text, place)).ToFrozenDictionary(value => value.text, value => (uint)value.place);
    }

    /// <summary>Which type.</summary>
    public DuckDbType Id { get; }

    /// <summary>A STRUCT's fields; a LIST's or an ARRAY's <c>element</c>; a MAP's <c>key</c> and <c>value</c>; else none.</summary>
    public IReadOnlyList<LogicalField> Fields { get; }

    /// <summary>An ENUM's texts, in its order; else none.</summary>
    public IReadOnlyList<string> EnumValues { get; }

    /// <summary>A DECIMAL's digits in all, 1 to 38; else 0.</summary>
    public int Precision { get; private init; }

    /// <summary>A DECIMAL's digits after the point; else 0.</summary>
    public int Scale { get; private init; }

    /// <summary>An ARRAY's number of elements; else 0.</summary>
    public int ArraySize { get; private init; }

    /// <summary>How a DECIMAL or an ENUM is stored: an integer type. Any other type is stored as itself.</summary>
    internal DuckDbType Storage { get; private init; }

    internal FrozenDictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> EnumPlaces => _places.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>As SQL writes it: <c>DECIMAL(18,4)</c>, <c>STRUCT("a" INTEGER, "b" VARCHAR[])</c>.</summary>
    public override string ToString() => Id switch
    {
        DuckDbType.Decimal => $"DECIMAL({Precision},{Scale})",
        DuckDbType.Enum => $"ENUM({string.Join(", ", EnumValues.Select(SqlText.Literal))})",
        DuckDbType.List => $"{Fields[0].Type}[]",
        DuckDbType.Array => $"{Fields[0].Type}[{ArraySize}]",
        DuckDbType.Map => $"MAP({Fields[0].Type}, {Fields[1].Type})",
        DuckDbType.Struct => $"STRUCT({string.Join(", ", Fields.Select(field => $"{SqlText.Identifier(field.Name)} {field.Type}"))})",
        DuckDbType.TimestampS => "TIMESTAMP_S",
        DuckDbType.TimestampMs => "TIMESTAMP_MS",
        DuckDbType.TimestampNs => "TIMESTAMP_NS",
        DuckDbType.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbType.TimeTz => "TIME WITH TIME ZONE",
        DuckDbType.TimeNs => "TIME_NS",
        DuckDbType.SqlNull => "NULL",
        _ => Id.ToString().ToUpperInvariant(),
    };

    internal static LogicalType Read(LogicalTypeHandle type)
    {
        var id = TypeApi.Id(type);
        return id switch
        {
            DuckDbType.Decimal => new LogicalType(id, [], [])
            {
                Precision = TypeApi.DecimalWidth(type),
                Scale = TypeApi.DecimalScale(type),
                Storage = TypeApi.DecimalStorage(type),
            },
            DuckDbType.Enum => new LogicalType(id, [], EnumTexts(type)) { Storage = TypeApi.EnumStorage(type) },
            DuckDbType.List => new LogicalType(id, [Field("element", TypeApi.ListElement(type))], []) { Storage = id },
            DuckDbType.Array => new LogicalType(id, [Field("element", TypeApi.ArrayElement(type))], [])
            {
                ArraySize = (int)TypeApi.ArraySize(type),
                Storage = id,
            },
            DuckDbType.Map => new LogicalType(id, [Field("key", TypeApi.MapKey(type)), Field("value", TypeApi.MapValue(type))], []) { Storage = id },
            DuckDbType.Struct => new LogicalType(id, StructFields(type), []) { Storage = id },
            _ => new LogicalType(id, [], []) { Storage = id },
        };
    }

    private static LogicalField Field(string name, LogicalTypeHandle type)
    {
        using (type) return new LogicalField(name, Read(type));
    }

    private static LogicalField[] StructFields(LogicalTypeHandle type)
    {
        var fields = new LogicalField[(int)TypeApi.StructSize(type)];
        for (var i = 0; i < fields.Length; i++) fields[i] = Field(Text(TypeApi.StructFieldName(type, (ulong)i)), TypeApi.StructField(type, (ulong)i));
        return fields;
    }

    private static string[] EnumTexts(LogicalTypeHandle type)
    {
        var texts = new string[TypeApi.EnumSize(type)];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text(TypeApi.EnumValue(type, (ulong)i));
        return texts;
    }

    private static string Text(nint owned)
    {
        var text = Marshal.PtrToStringUTF8(owned) ?? "";
        DuckDbApi.Free(owned);
        return text;
    }
}

/// <summary>A part of a nested type.</summary>
/// <param name="Name">A STRUCT's own name for it; <c>element</c>, <c>key</c> or <c>value</c> elsewhere.</param>
/// <param name="Type">What it holds.</param>
public readonly record struct LogicalField(string Name, LogicalType Type);
