namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Values as objects, for callers that do not know their types: NULL is <see cref="DBNull"/> in a column and null within an array or STRUCT, an
/// array is a typed array (of objects where it has STRUCTs), a STRUCT a dictionary of its fields, as the other engine's reader has them.
/// </summary>
internal static class BoxedValue
{
    public static object Of(BigQueryRow row, int field) => row.IsNull(field) ? DBNull.Value : row.Fields[field] switch
    {
        { Mode: FieldMode.Repeated } array => Array(row, field, array),
        var scalar => Scalar(row, field, scalar),
    };

    public static Type TypeOf(BigQueryField field)
    {
        var type = field.Type switch
        {
            BigQueryType.Int64 => typeof(long),
            BigQueryType.Float64 => typeof(double),
            BigQueryType.Numeric or BigQueryType.BigNumeric => typeof(decimal),
            BigQueryType.Bool => typeof(bool),
            BigQueryType.Date => typeof(DateOnly),
            BigQueryType.Time => typeof(TimeOnly),
            BigQueryType.DateTime => typeof(DateTime),
            BigQueryType.Timestamp => typeof(DateTimeOffset),
            BigQueryType.Bytes => typeof(byte[]),
            BigQueryType.Struct => typeof(Dictionary<string, object?>),
            _ => typeof(string),
        };
        return field.Mode == FieldMode.Repeated ? type.MakeArrayType() : type;
    }

    private static object Scalar(BigQueryRow row, int field, BigQueryField of) => of.Type switch
    {
        BigQueryType.Int64 => row.Get<long>(field),
        BigQueryType.Float64 => row.Get<double>(field),
        BigQueryType.Numeric or BigQueryType.BigNumeric => row.Get<decimal>(field),
        BigQueryType.Bool => row.Get<bool>(field),
        BigQueryType.Date => row.Get<DateOnly>(field),
        BigQueryType.Time => row.Get<TimeOnly>(field),
        BigQueryType.DateTime => row.Get<DateTime>(field),
        BigQueryType.Timestamp => row.Get<DateTimeOffset>(field),
        BigQueryType.Bytes => row.Get<byte[]>(field),
        BigQueryType.Struct => Struct(row.Get<BigQueryRow>(field)),
        _ => row.Get<string>(field),
    };

    private static object Array(BigQueryRow row, int field, BigQueryField of) => of.Type switch
    {
        BigQueryType.Int64 => row.GetArray<long>(field),
        BigQueryType.Float64 => row.GetArray<double>(field),
        BigQueryType.Numeric or BigQueryType.BigNumeric => row.GetArray<decimal>(field),
        BigQueryType.Bool => row.GetArray<bool>(field),
        BigQueryType.Date => row.GetArray<DateOnly>(field),
        BigQueryType.Time => row.GetArray<TimeOnly>(field),
        BigQueryType.DateTime => row.GetArray<DateTime>(field),
        BigQueryType.Timestamp => row.GetArray<DateTimeOffset>(field),
        BigQueryType.Bytes => row.GetArray<byte[]>(field),
        BigQueryType.Struct => System.Array.ConvertAll(row.GetArray<BigQueryRow>(field), Struct),
        _ => row.GetArray<string>(field),
    };

    private static Dictionary<string, object?> Struct(BigQueryRow row)
    {
        var fields = new Dictionary<string, object?>(row.Fields.Count);
        for (var i = 0; i < row.Fields.Count; i++) fields[row.Fields[i].Name] = Of(row, i) is var value && value is DBNull ? null : value;
        return fields;
    }
}
