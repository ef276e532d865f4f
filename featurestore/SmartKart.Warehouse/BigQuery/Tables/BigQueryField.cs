namespace SmartKart.Warehouse.BigQuery;

/// <summary>A column, or a field of a STRUCT.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; of an array, its elements' type.</param>
public sealed record BigQueryField(string Name, BigQueryType Type)
{
    /// <summary>Whether it may be NULL, must not be, or is an array.</summary>
    public FieldMode Mode { get; init; } = FieldMode.Nullable;

    /// <summary>A STRUCT's fields; none of any other type.</summary>
    public IReadOnlyList<BigQueryField> Fields { get; init; } = [];

    /// <summary>What it means, up to 1,024 characters; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Of NUMERIC and BIGNUMERIC the most digits; null is the type's own.</summary>
    public int? Precision { get; init; }

    /// <summary>Of NUMERIC and BIGNUMERIC the most digits after the point; null is the type's own.</summary>
    public int? Scale { get; init; }

    /// <summary>The type as SQL has it: <c>ARRAY&lt;STRUCT&lt;`a` INT64&gt;&gt;</c>.</summary>
    public string SqlType
    {
        get
        {
            var type = BigQueryTypeName.Of(Type);
            if (Type == BigQueryType.Struct) type += $"<{string.Join(", ", Fields.Select(part => $"`{part.Name}` {part.SqlType}"))}>";
            return Mode == FieldMode.Repeated ? $"ARRAY<{type}>" : type;
        }
    }

    internal static BigQueryField From(FieldResource field) => new(field.Name, BigQueryTypeName.Parse(field.Type))
    {
        Mode = field.Mode is null ? FieldMode.Nullable : Enum.Parse<FieldMode>(field.Mode, ignoreCase: true),
        Fields = From(field.Fields),
        Description = field.Description,
        Precision = (int?)field.Precision,
        Scale = (int?)field.Scale,
    };

    internal static IReadOnlyList<BigQueryField> From(IReadOnlyList<FieldResource>? fields) => fields is null ? [] : [.. fields.Select(From)];

    internal FieldResource ToResource() => new()
    {
        Name = Name,
        Type = BigQueryTypeName.Of(Type),
        Mode = Mode.ToString().ToUpperInvariant(),
        Fields = Fields.Count == 0 ? null : [.. Fields.Select(field => field.ToResource())],
        Description = Description,
        Precision = Precision,
        Scale = Scale,
    };
}
