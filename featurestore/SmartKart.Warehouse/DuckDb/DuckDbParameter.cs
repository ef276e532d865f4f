using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// A value for a parameter. DuckDB takes the type from the value itself, so <see cref="DbType"/>, <see cref="Size"/> and the like are kept for
/// whoever set them and change nothing; a value of another type is written with a cast (<c>$day::DATE</c>).
/// </summary>
public sealed class DuckDbParameter : DbParameter
{
    private DbType? _type;

    /// <summary>A parameter without name or value.</summary>
    public DuckDbParameter() { }

    /// <summary>A parameter for <c>?</c> or <c>$1</c>, by its place in the collection.</summary>
    /// <param name="value">See <see cref="Value"/>.</param>
    public DuckDbParameter(object? value) => Value = value;

    /// <summary>A parameter for <c>$name</c>.</summary>
    /// <param name="name">With or without its <c>$</c>.</param>
    /// <param name="value">See <see cref="Value"/>.</param>
    public DuckDbParameter(string name, object? value)
    {
        ParameterName = name;
        Value = value;
    }

    /// <summary>
    /// null or DBNull; bool; a whole number of 8 to 128 bits; float; double; decimal; string; byte[]; Guid; DateOnly; TimeOnly; DateTime of an
    /// unspecified kind; DateTimeOffset; TimeSpan; DuckDbInterval; or a list of one of these, which is a LIST.
    /// </summary>
    public override object? Value { get; set; }

    /// <summary>Its name, with or without <c>$</c> (or <c>@</c>, <c>:</c>); empty, the default, where it goes by its place.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get;
        set => field = value ?? "";
    } = "";

    /// <summary>What it was set to; otherwise what the value is.</summary>
    public override DbType DbType
    {
        get => _type ?? TypeOf(Value);
        set => _type = value;
    }

    /// <summary>Always in: DuckDB has no others.</summary>
    /// <exception cref="NotSupportedException">Another direction was asked for.</exception>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new NotSupportedException($"A parameter of DuckDB cannot be {value}. Read the statement's result instead.");
        }
    }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; } = true;

    /// <inheritdoc/>
    public override int Size { get; set; }

    /// <inheritdoc/>
    public override byte Precision { get; set; }

    /// <inheritdoc/>
    public override byte Scale { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn
    {
        get;
        set => field = value ?? "";
    } = "";

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <summary>The name as DuckDB knows it.</summary>
    internal string BareName => ParameterName.TrimStart('$', '@', ':');

    /// <inheritdoc/>
    public override void ResetDbType() => _type = null;

    private static DbType TypeOf(object? value) => value switch
    {
        bool => DbType.Boolean,
        sbyte => DbType.SByte,
        byte => DbType.Byte,
        short => DbType.Int16,
        ushort => DbType.UInt16,
        int => DbType.Int32,
        uint => DbType.UInt32,
        long => DbType.Int64,
        ulong => DbType.UInt64,
        float => DbType.Single,
        double => DbType.Double,
        decimal => DbType.Decimal,
        byte[] => DbType.Binary,
        Guid => DbType.Guid,
        DateOnly => DbType.Date,
        TimeOnly => DbType.Time,
        DateTime => DbType.DateTime2,
        DateTimeOffset => DbType.DateTimeOffset,
        null or DBNull or string => DbType.String,
        _ => DbType.Object,
    };
}
