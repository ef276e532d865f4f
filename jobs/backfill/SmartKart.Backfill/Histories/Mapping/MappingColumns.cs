using SmartKart.Backfill.Histories.Files;
using SmartKart.Warehouse;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping;

/// <summary>Holds mappings to the table that they are for: what they name must be there, and their SQL must be sound.</summary>
internal static class MappingColumns
{
    /// <exception cref="MappingException">It isn't; every fault that was found is in it.</exception>
    /// <exception cref="HistoryFormatException">The table can't be read.</exception>
    public static void Check(IReadOnlyList<EventMapping> mappings, TabularFile file, CancellationToken cancellation)
    {
        using var engine = new HistoryEngine();
        var columns = file.Columns(engine.Connection, cancellation);
        var faults = new List<MappingFault>();
        foreach (var mapping in mappings)
        {
            if (mapping.Where is { } where) Try($"({where.Text})::BOOLEAN", where.At, where.Key);
            foreach (var id in mapping.IdColumns) Try(SqlText.Identifier(id.Text), id.At, id.Key);
            foreach (var value in Values(mapping.Root))
            {
                if (!Try(value.Source, value.At, $"fields.{value.Path}") || value.Zone == "UTC") continue;
                Try($"TIMESTAMP '2020-01-01' AT TIME ZONE {SqlText.Literal(value.Zone)}", value.At, $"fields.{value.Path}", hasColumns: false);
            }
        }
        if (faults.Count > 0) throw new MappingException(faults);

        bool Try(string sql, MappingPosition at, string key, bool hasColumns = true)
        {
            try
            {
                // A zone is looked up only when a row asks for it.
                using var tried = hasColumns
                    ? engine.Connection.Query($"SELECT {sql} FROM {file.Scan} LIMIT 0", [file.Path], cancellation)
                    : engine.Connection.Query($"SELECT {sql}", cancellation);
                tried.TryReadChunk(out _);
                return true;
            }
            catch (WarehouseQueryException fault)
            {
                var remedy = hasColumns ? $" The table has {string.Join(", ", columns.Select(column => column.Name))}." : "";
                faults.Add(new MappingFault(at, key, $"{fault.EngineMessage.ReplaceLineEndings(" ").TrimEnd('.')}.{remedy}"));
                return false;
            }
        }
    }

    /// <summary>What DuckDB makes of each value's source.</summary>
    public static IReadOnlyDictionary<MappedValue, DuckDbType> Types(
        IReadOnlyList<EventMapping> mappings, TabularFile file, NativeConnection connection, CancellationToken cancellation)
    {
        MappedValue[] values = [.. mappings.SelectMany(mapping => Values(mapping.Root))];
        var sources = string.Join(", ", values.Select(value => value.Source));
        using var head = connection.Query($"SELECT {sources} FROM {file.Scan} LIMIT 0", [file.Path], cancellation);
        var types = new Dictionary<MappedValue, DuckDbType>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < values.Length; i++) types[values[i]] = head.Columns[i].Type;
        return types;
    }

    private static IEnumerable<MappedValue> Values(FieldMapping mapping) => mapping switch
    {
        MappedValue value => [value],
        MappedRecord record => record.Fields.OfType<FieldMapping>().SelectMany(Values),
        MappedList list => list.Items.SelectMany(Values),
        _ => [],
    };
}
