using System.Diagnostics;
using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.Schemas;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// Writes events into a chunk's columns, straight from their bytes. They were read before: what is written here is sound, since a row of a chunk
/// cannot be taken back. Hot path: per event; texts go over as the UTF-8 that they are.
/// </summary>
internal sealed class EventColumns(RecordSchema contract, ChunkWriter chunk)
{
    private const int UuidCharacters = 36;

    private readonly ColumnStep[] _steps = [.. contract.Fields.Select(field => ColumnStep.Of(field.Schema, chunk.Column(field.Index)))];
    private readonly Dictionary<string, int> _lastOfKey = new(StringComparer.Ordinal);

    /// <summary>Writes an event to a row.</summary>
    /// <param name="bytes">As the contract lays it out, and sound.</param>
    /// <param name="row">Of the chunk, not written to yet.</param>
    internal void Write(ReadOnlySpan<byte> bytes, int row)
    {
        var reader = new AvroReader(bytes);
        foreach (var step in _steps) Write(step, ref reader, row);
    }

    private void Write(ColumnStep step, ref AvroReader reader, int row)
    {
        if (step.NullBranch >= 0 && reader.ReadUnion(2) == step.NullBranch)
        {
            step.Column.SetNull(row);
            return;
        }
        switch (step.Kind)
        {
            case StepKind.Record:
                foreach (var field in step.Children) Write(field, ref reader, row);
                break;
            case StepKind.Array:
                for (int block; (block = reader.ReadBlock(step.Size)) > 0;)
                    for (; block > 0; block--) Write(step.Children[0], ref reader, step.Column.AddElement(row));
                break;
            case StepKind.Map:
                WriteMap(step, ref reader, row);
                break;
            default:
                WriteLeaf(step, ref reader, row);
                break;
        }
    }

    // Of two entries with one key Avro's readers keep the last, and a MAP must not have both.
    private void WriteMap(ColumnStep step, ref AvroReader reader, int row)
    {
        var ahead = reader;
        _lastOfKey.Clear();
        var entries = 0;
        for (int block; (block = ahead.ReadBlock(step.Size)) > 0;)
        {
            for (; block > 0; block--)
            {
                _lastOfKey[ahead.ReadString()] = entries++;
                ahead.Skip(step.Values!);        // a map's step has one
            }
        }
        var isKeptWhole = _lastOfKey.Count == entries;
        entries = 0;
        for (int block; (block = reader.ReadBlock(step.Size)) > 0;)
        {
            for (; block > 0; block--, entries++)
            {
                var start = reader;
                if (!isKeptWhole && _lastOfKey[reader.ReadString()] != entries)
                {
                    reader.Skip(step.Values!);
                    continue;
                }
                reader = start;
                var element = step.Column.AddElement(row);
                step.Column.Children[0].Set(element, reader.ReadBytes());
                Write(step.Children[0], ref reader, element);
            }
        }
    }

    private static void WriteLeaf(ColumnStep step, ref AvroReader reader, int row)
    {
        var column = step.Column;
        switch (step.Kind)
        {
            case StepKind.Text or StepKind.Bytes: column.Set(row, reader.ReadBytes()); break;
            case StepKind.Symbol: column.Set(row, step.Symbols[reader.ReadEnum(step.Size)]); break;
            case StepKind.Uuid: WriteUuid(column, row, reader.ReadUuid()); break;
            case StepKind.TimestampMicros: column.Set(row, reader.ReadTimestampMicros()); break;
            case StepKind.TimestampMillis: column.Set(row, reader.ReadTimestampMillis()); break;
            case StepKind.LocalTimestampMicros: column.Set(row, reader.ReadLocalTimestampMicros()); break;
            case StepKind.LocalTimestampMillis: column.Set(row, reader.ReadLocalTimestampMillis()); break;
            case StepKind.Money: column.SetUnscaled(row, reader.ReadUnscaledDecimal(step.Precision)); break;
            case StepKind.Decimal: column.SetUnscaled(row, Unscaled(step, ref reader)); break;
            case StepKind.Int: column.Set(row, (long)reader.ReadInt()); break;
            case StepKind.Long: column.Set(row, reader.ReadLong()); break;
            case StepKind.Double: column.Set(row, reader.ReadDouble()); break;
            case StepKind.Float: column.Set(row, (double)reader.ReadFloat()); break;
            case StepKind.Boolean: column.Set(row, reader.ReadBoolean()); break;
            case StepKind.Fixed: column.Set(row, reader.ReadFixed(step.Size)); break;
            case StepKind.Date: column.Set(row, reader.ReadDate()); break;
            case StepKind.TimeMillis: column.Set(row, reader.ReadTimeMillis()); break;
            case StepKind.TimeMicros: column.Set(row, reader.ReadTimeMicros()); break;
            default: throw new UnreachableException($"A {step.Kind} has no column.");
        }
    }

    // In lower case, as it reads everywhere else, whatever its producer wrote.
    private static void WriteUuid(ColumnWriter column, int row, Guid value)
    {
        Span<byte> text = stackalloc byte[UuidCharacters];
        value.TryFormat(text, out _);
        column.Set(row, text);
    }

    private static Int128 Unscaled(ColumnStep step, ref AvroReader reader) => (Int128)(step.IsFixed
        ? reader.ReadFixedBigDecimal(step.Size, step.Precision, step.Scale)
        : reader.ReadBigDecimal(step.Precision, step.Scale)).Unscaled;
}
