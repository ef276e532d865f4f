using SmartKart.Schemas;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>
/// Writes a single value: what the query made of it, or what stands for one that is missing; or says why the row is rejected. Hot path: per row.
/// </summary>
/// <param name="value">The value.</param>
/// <param name="column">The query's column of it.</param>
/// <param name="state">The query's column of its <see cref="ValueState"/>.</param>
/// <param name="shift">How much later than the table says times are.</param>
/// <param name="absent">Writes what stands for a missing value; null where there is nothing.</param>
/// <param name="branch">The union's branch of the value; null where its schema is no union.</param>
/// <param name="rejections">Why a row is rejected.</param>
internal sealed class ValueWriter(
    MappedValue value, int column, int state, TimeSpan shift, FieldWriter? absent, int? branch, ValueRejections rejections) : FieldWriter
{
    private readonly AvroType _type = value.Schema.Type;
    private readonly LogicalKind? _logical = value.Schema.Logical?.Kind;
    private readonly int _symbols = (value.Schema as EnumSchema)?.Symbols.Count ?? 0;
    private readonly (int Precision, int Scale) _digits = (value.Schema.Logical?.Precision ?? 0, value.Schema.Logical?.Scale ?? 0);

    public override int MaxBytes(DataChunk chunk, int row)
    {
        var bytes = LeafBytes + (absent?.MaxBytes(chunk, row) ?? 0);
        var values = chunk.Column(column);
        return values.Type == DuckDbType.Varchar && !values.IsNull(row) ? bytes + values.Utf8(row).Length : bytes;
    }

    public override RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row)
    {
        switch ((ValueState)chunk.Column(state).Int32(row))
        {
            case ValueState.Missing:
                return absent is null ? rejections.Missing : absent.Write(ref writer, chunk, row);
            case ValueState.Unreadable:
                return rejections.Unreadable;
            case ValueState.OutOfDomain:
                return rejections.OutOfDomain;
            default:
                if (branch is { } taken) writer.WriteUnion(taken);
                Write(ref writer, chunk.Column(column), row);
                return null;
        }
    }

    private void Write(ref AvroWriter writer, ColumnVector values, int row)
    {
        switch (_logical)
        {
            case LogicalKind.Uuid: writer.WriteUuid(values.Guid(row)); return;
            case LogicalKind.Decimal: writer.WriteDecimal(values.Decimal(row), _digits.Precision, _digits.Scale, value.Path); return;
            case LogicalKind.TimestampMicros: writer.WriteTimestampMicros(values.Instant(row) + shift); return;
            case LogicalKind.TimestampMillis: writer.WriteTimestampMillis(values.Instant(row) + shift); return;
            case LogicalKind.Date: writer.WriteDate(values.Date(row).AddDays((int)Math.Floor(shift.TotalDays))); return;
        }
        switch (_type)
        {
            case AvroType.Enum: writer.WriteEnum(values.Int32(row), _symbols, value.Path); break;
            case AvroType.Int: writer.WriteInt(values.Int32(row)); break;
            case AvroType.Long: writer.WriteLong(values.Int64(row)); break;
            case AvroType.Double: writer.WriteDouble(values.Double(row)); break;
            case AvroType.Float: writer.WriteFloat((float)values.Double(row)); break;
            case AvroType.Boolean: writer.WriteBoolean(values.Boolean(row)); break;
            default: writer.WriteBytes(values.Utf8(row)); break; // a text is laid out as its bytes are
        }
    }
}

/// <summary>What the query found of a value.</summary>
internal enum ValueState
{
    /// <summary>It is there, and may be written.</summary>
    Sound = 0,

    /// <summary>The row has none.</summary>
    Missing = 1,

    /// <summary>It is none of its type.</summary>
    Unreadable = 2,

    /// <summary>It is one that the contract doesn't allow.</summary>
    OutOfDomain = 3,
}

/// <summary>Why a value makes its row no event.</summary>
/// <param name="Missing">It is not there.</param>
/// <param name="Unreadable">It is none of its type.</param>
/// <param name="OutOfDomain">It is one that the contract doesn't allow; null where the type says all.</param>
internal sealed record ValueRejections(RowOutcome Missing, RowOutcome Unreadable, RowOutcome? OutOfDomain)
{
    /// <param name="prefix">Tells several mappings' outcomes apart; else empty.</param>
    /// <param name="value">The value.</param>
    /// <param name="domain">What the contract allows beyond the type.</param>
    public static ValueRejections Of(string prefix, MappedValue value, FieldDomain? domain)
    {
        var name = prefix + value.Path.Replace('.', '_');
        var type = value.Schema.Logical?.ToString() ?? (value.Schema is EnumSchema symbols ? string.Join("|", symbols.Symbols) : value.Schema.FullName);
        return new ValueRejections(
            new RowOutcome($"{name}_missing", [], $"{value.Path} has no value, and the contract wants one"),
            new RowOutcome($"{name}_unreadable", [], $"{value.Path} is no {type}"),
            domain is null ? null : new RowOutcome($"{name}_out_of_domain", [], $"{value.Path} is not {domain.Words}, as the contract asks"));
    }
}
