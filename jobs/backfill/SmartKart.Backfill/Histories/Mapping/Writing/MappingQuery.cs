using System.Globalization;
using SmartKart.Backfill.Histories.Files;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>A column of the query.</summary>
/// <param name="Name">As SQL writes it.</param>
/// <param name="Index">Its place, from 0.</param>
internal readonly record struct QueryColumn(string Name, int Index);

/// <summary>
/// The one query that reads a table for its mappings: for each row its number, the mapping that takes it, and of each value that a mapping names the
/// value and its <see cref="ValueState"/>; by the events' times, then by number.
/// </summary>
/// <param name="types">What DuckDB makes of a value's source.</param>
internal sealed class MappingQuery(IReadOnlyDictionary<MappedValue, DuckDbType> types)
{
    /// <summary>The column of the row's number.</summary>
    public const int NumberColumn = 0;

    /// <summary>The column of the mapping that takes the row, from 0; NULL for none.</summary>
    public const int MappingColumn = 1;

    private const int FirstFree = 2;

    private readonly List<string> _inner = [];  // over the table
    private readonly List<string> _outer = [];  // over those

    /// <summary>Adds a column.</summary>
    /// <param name="sql">Over the table's columns.</param>
    public QueryColumn Add(string sql)
    {
        var name = Next(_inner.Count);
        _inner.Add($"{sql} AS {name}");
        return Show(name);
    }

    /// <summary>Adds a value, and its state.</summary>
    public (QueryColumn Value, QueryColumn State) Add(MappedValue value, FieldDomain? domain)
    {
        var shown = Add(ValueSql.Of(value, types[value]));
        var isThere = Next(_inner.Count);
        _inner.Add($"nullif(trim(({value.Origin})::VARCHAR), '') IS NOT NULL AS {isThere}");
        var outOfDomain = domain is null ? "" : $" WHEN NOT ({domain.On(shown.Name)}) THEN {(int)ValueState.OutOfDomain}";
        return (shown, Show($"CASE WHEN NOT {isThere} THEN {(int)ValueState.Missing} WHEN {shown.Name} IS NULL THEN {(int)ValueState.Unreadable}"
            + $"{outOfDomain} ELSE {(int)ValueState.Sound} END"));
    }

    /// <summary>The query.</summary>
    /// <param name="file">The table.</param>
    /// <param name="mappings">The mappings, in the order in which they are tried.</param>
    /// <param name="times">The columns of their events' times.</param>
    public string Text(TabularFile file, IReadOnlyList<EventMapping> mappings, IReadOnlyList<string> times)
    {
        var taken = Cases(mappings.Count, each => mappings[each].Where is { } where ? $"({where.Text})" : "true", each => $"{each}");
        var time = Cases(mappings.Count, each => $"mapping = {each}", each => times[each]);
        return $"""
            SELECT number, mapping, {string.Join(", ", _outer)}
            FROM (SELECT {TabularFile.RowNumber} AS number, CASE {taken} END AS mapping, {string.Join(", ", _inner)} FROM {file.Scan})
            ORDER BY CASE {time} END NULLS FIRST, number
            """;
    }

    private static string Next(int count) => string.Create(CultureInfo.InvariantCulture, $"\"#{count}\"");

    private QueryColumn Show(string sql)
    {
        _outer.Add(sql);
        return new QueryColumn(sql, FirstFree + _outer.Count - 1);
    }

    private static string Cases(int count, Func<int, string> when, Func<int, string> then) =>
        string.Join(' ', Enumerable.Range(0, count).Select(each => $"WHEN {when(each)} THEN {then(each)}"));
}
