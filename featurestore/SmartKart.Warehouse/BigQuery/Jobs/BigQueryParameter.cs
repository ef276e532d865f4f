using System.Globalization;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// A value for <c>@name</c> in a query, with its type: BigQuery guesses none. Make one by <see cref="Of(string, long)"/> and its siblings, or
/// <see cref="Null"/>.
/// </summary>
public sealed record BigQueryParameter
{
    private const int NumericScale = 9;
    private const int MicrosecondTicks = (int)TimeSpan.TicksPerMicrosecond;

    private BigQueryParameter(string name, BigQueryField type, ParameterValueResource value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Type, Value) = (name, type, value);
    }

    /// <summary>Its name, without the @.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public BigQueryField Type { get; }

    internal ParameterValueResource Value { get; }

    /// <summary>An INT64.</summary>
    public static BigQueryParameter Of(string name, long value) => Scalar(name, BigQueryType.Int64, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A FLOAT64.</summary>
    public static BigQueryParameter Of(string name, double value) => Scalar(name, BigQueryType.Float64, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A NUMERIC; a BIGNUMERIC where it has more than nine digits after the point.</summary>
    public static BigQueryParameter Of(string name, decimal value) =>
        Scalar(name, value.Scale > NumericScale ? BigQueryType.BigNumeric : BigQueryType.Numeric, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A BOOL.</summary>
    public static BigQueryParameter Of(string name, bool value) => Scalar(name, BigQueryType.Bool, value ? "true" : "false");

    /// <summary>A STRING.</summary>
    public static BigQueryParameter Of(string name, string value) => Scalar(name, BigQueryType.String, value);

    /// <summary>A BYTES.</summary>
    public static BigQueryParameter Of(string name, byte[] value) => Scalar(name, BigQueryType.Bytes, Convert.ToBase64String(value));

    /// <summary>A DATE.</summary>
    public static BigQueryParameter Of(string name, DateOnly value) =>
        Scalar(name, BigQueryType.Date, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>A TIME.</summary>
    /// <exception cref="ArgumentException">It has a part of a microsecond, which BigQuery does not keep.</exception>
    public static BigQueryParameter Of(string name, TimeOnly value) =>
        Scalar(name, BigQueryType.Time, Whole(name, value.Ticks, value).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    /// <summary>A DATETIME: a wall clock, of an unspecified kind.</summary>
    /// <exception cref="ArgumentException">It is an instant, or has a part of a microsecond.</exception>
    public static BigQueryParameter Of(string name, DateTime value) => value.Kind == DateTimeKind.Unspecified
        ? Scalar(name, BigQueryType.DateTime, Whole(name, value.Ticks, value).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture))
        : throw new ArgumentException($"The parameter {name} is a DateTime of kind {value.Kind}. A DATETIME is a wall clock, of an unspecified kind; " +
            "an instant is a DateTimeOffset.", nameof(value));

    /// <summary>A TIMESTAMP.</summary>
    /// <exception cref="ArgumentException">It has a part of a microsecond, which BigQuery does not keep.</exception>
    public static BigQueryParameter Of(string name, DateTimeOffset value) => Scalar(
        name, BigQueryType.Timestamp,
        Whole(name, value.Ticks, value).ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture));

    /// <summary>An array of INT64.</summary>
    public static BigQueryParameter Of(string name, IReadOnlyList<long> values) =>
        Array(name, BigQueryType.Int64, values, value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An array of STRING.</summary>
    public static BigQueryParameter Of(string name, IReadOnlyList<string> values) => Array(name, BigQueryType.String, values, value => value);

    /// <summary>An array of scalars of one type.</summary>
    /// <param name="name">Its name, without the @.</param>
    /// <param name="type">The elements' type, for there may be none of them.</param>
    /// <param name="elements">The elements; their names are not used.</param>
    /// <exception cref="ArgumentException">An element is of another type, or an array.</exception>
    public static BigQueryParameter ArrayOf(string name, BigQueryType type, IReadOnlyList<BigQueryParameter> elements)
    {
        foreach (var element in elements)
            if (element.Type.Type != type || element.Type.Mode == FieldMode.Repeated)
                throw new ArgumentException(
                    $"The array {name} is of {type}, and has an element of {element.Type.SqlType}. Give each the same type.", nameof(elements));
        var field = elements.Count > 0 ? elements[0].Type : new BigQueryField(name, type);
        return new(name, field with { Name = name, Mode = FieldMode.Repeated }, new() { ArrayValues = [.. elements.Select(element => element.Value)] });
    }

    /// <summary>A STRUCT.</summary>
    /// <param name="name">Its name, without the @.</param>
    /// <param name="fields">Its fields, by their names.</param>
    public static BigQueryParameter StructOf(string name, IReadOnlyList<BigQueryParameter> fields) => new(
        name, new BigQueryField(name, BigQueryType.Struct) { Fields = [.. fields.Select(field => field.Type)] },
        new() { StructValues = fields.ToDictionary(field => field.Name, field => field.Value) });

    /// <summary>NULL of a type.</summary>
    public static BigQueryParameter Null(string name, BigQueryType type) => new(name, new BigQueryField(name, type), new ParameterValueResource());

    internal ParameterResource ToResource() => new() { Name = Name, ParameterType = TypeOf(Type), ParameterValue = Value };

    private static ParameterTypeResource TypeOf(BigQueryField field) => field switch
    {
        { Mode: FieldMode.Repeated } => new() { Type = "ARRAY", ArrayType = TypeOf(field with { Mode = FieldMode.Nullable }) },
        { Type: BigQueryType.Struct } => new()
        {
            Type = "STRUCT",
            StructTypes = [.. field.Fields.Select(of => new StructTypeResource { Name = of.Name, Type = TypeOf(of) })],
        },
        _ => new() { Type = BigQueryTypeName.Of(field.Type) },
    };

    private static BigQueryParameter Scalar(string name, BigQueryType type, string value) =>
        new(name, new BigQueryField(name, type), new ParameterValueResource { Value = value });

    private static BigQueryParameter Array<T>(string name, BigQueryType type, IReadOnlyList<T> values, Func<T, string> text) => new(
        name, new BigQueryField(name, type) { Mode = FieldMode.Repeated },
        new() { ArrayValues = [.. values.Select(value => new ParameterValueResource { Value = text(value) })] });

    private static T Whole<T>(string name, long ticks, T value) => ticks % MicrosecondTicks == 0
        ? value
        : throw new ArgumentException($"The parameter {name} is {value}, with a part of a microsecond, which BigQuery does not keep. Round it first.");
}
