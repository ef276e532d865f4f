using System.Text;
using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.Schemas;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>One value of an event's bytes and the column that it is written to. Belongs to one appender.</summary>
internal sealed class ColumnStep
{
    private ColumnStep(AvroSchema schema, ColumnWriter column, int nullBranch)
    {
        Column = column;
        NullBranch = nullBranch;
        Kind = schema switch
        {
            RecordSchema => StepKind.Record,
            ArraySchema => StepKind.Array,
            MapSchema => StepKind.Map,
            _ => StepKinds.Of(schema),
        };
        Size = schema switch
        {
            FixedSchema it => it.Size,
            EnumSchema it => it.Symbols.Count,
            ArraySchema it => it.MinItemBytes,
            MapSchema it => it.MinEntryBytes,
            _ => 0,
        };
        Symbols = schema is EnumSchema symbols ? [.. symbols.Symbols.Select(Encoding.UTF8.GetBytes)] : [];
        Precision = schema.Logical?.Precision ?? 0;
        Scale = schema.Logical?.Scale ?? 0;
        IsFixed = schema is FixedSchema;
        Values = (schema as MapSchema)?.Values;
        Children = schema switch
        {
            RecordSchema record => [.. record.Fields.Select(field => Of(field.Schema, column.Children[field.Index]))],
            ArraySchema array => [Of(array.Items, column.Children[0])],
            MapSchema map => [Of(map.Values, column.Children[1])],
            _ => [],
        };
    }

    internal StepKind Kind { get; }

    internal ColumnWriter Column { get; }

    /// <summary>The branch that is null where the value may be; else <see cref="ReadStep.None"/>.</summary>
    internal int NullBranch { get; }

    /// <summary>A fixed's bytes, an enum's symbols, or the fewest bytes of an array's item or a map's entry.</summary>
    internal int Size { get; }

    internal int Precision { get; }

    internal int Scale { get; }

    internal bool IsFixed { get; }

    /// <summary>An enum's symbols in UTF-8.</summary>
    internal byte[][] Symbols { get; }

    /// <summary>A record's fields, an array's item, a map's value.</summary>
    internal ColumnStep[] Children { get; }

    /// <summary>The schema of a map's values.</summary>
    internal AvroSchema? Values { get; }

    /// <summary>The step of a value whose column was made by <see cref="HistoryColumns"/>.</summary>
    internal static ColumnStep Of(AvroSchema schema, ColumnWriter column) => schema is UnionSchema { NullIndex: >= 0 } union
        ? new ColumnStep(union.Branches[1 - union.NullIndex], column, union.NullIndex)
        : new ColumnStep(schema, column, ReadStep.None);
}
