using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline.Sweeping;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse;

namespace SmartKart.FeatureStore.Offline.Reading;

/// <summary>The events of one source, read once for all views that are fed by it.</summary>
internal sealed class EventScan
{
    private static readonly SqlDialect Sql = SqlDialect.DuckDb;
    private readonly int[] _needed;

    private EventScan(ViewPlan[] views, int[] viewPlaces, bool withKeys)
    {
        Views = views;
        ViewPlaces = viewPlaces;
        Source = views[0].View.Source!;     // ViewPlans have one
        _needed = [.. views.SelectMany(view => view.Places).Distinct().Order()];
        Places = withKeys ? _needed : [.. views.SelectMany(view => view.InputPlaces).Distinct().Order()];
        PresentPlaces = [.. _needed.Except(Places)];
    }

    public EventSource Source { get; }

    /// <summary>The views that it feeds.</summary>
    public ViewPlan[] Views { get; }

    /// <summary>Where each of them stands among the sources of the service.</summary>
    public int[] ViewPlaces { get; }

    /// <summary>The places of the source's row that are read.</summary>
    public int[] Places { get; }

    /// <summary>The places of keys and times that aren't read: there is no event without them.</summary>
    public int[] PresentPlaces { get; }

    /// <summary>The scans that views need.</summary>
    /// <param name="views">The views.</param>
    /// <param name="withKeys">Whether keys and times are read also where no aggregate takes them in.</param>
    public static EventScan[] Of(IReadOnlyList<ViewPlan> views, bool withKeys) =>
    [
        .. views
            .Select((view, place) => (view, place))
            .GroupBy(view => Identity(view.view.View.Source!))
            .Select(group => new EventScan([.. group.Select(view => view.view)], [.. group.Select(view => view.place)], withKeys)),
    ];

    public EventRows NewRows() => new(Source.Row, Places);

    /// <summary>Refuses a history that is missing or lacks a column.</summary>
    /// <exception cref="HistoryException">It is or does.</exception>
    public void Check(Workspace workspace, HistorySource history)
    {
        var topic = Source.Topic.Name;
        var relation = Reading(history, () => history.ShapesOf(workspace.Main, Source.Topic));
        foreach (var place in _needed)
        {
            var column = Source.Row.Fields[place].Name.Split('.')[0];
            if (relation.Without(column) is var (file, columns))
                throw new HistoryException(topic, $"the history of '{topic}' ({file}) has no column '{column}', which {Views[0].View.Id} reads, and no default for it. " +
                    $"It has {string.Join(", ", columns.Order(StringComparer.Ordinal))}. Archive the topic anew, or leave out the feature.");
        }
    }

    /// <summary>Gives each key of the events a number, in a table: <c>key_id, k0, k1, …</c>.</summary>
    public void NumberKeys(Workspace workspace, HistorySource history, string keysTable, CancellationToken cancel)
    {
        var keys = Source.Keys.Select((key, i) => $"{Sql.Identifier(key.Name)} AS k{i}");
        Reading(history, () => workspace.Main.Native.Execute($"""
            CREATE TABLE {keysTable} AS
            SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS key_id, *
            FROM (SELECT DISTINCT {string.Join(", ", keys)} FROM ({EventRelation.Write(Sql, Source, [.. Source.Keys], Relation(workspace, history))}))
            """, cancel));
    }

    /// <summary>The events of some keys within a span of time, sorted by key and time.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="history">Of which history.</param>
    /// <param name="keysTable">Its rows are <c>key_id, k0, k1, …</c>; events of other keys are left out.</param>
    /// <param name="from">Events before it are left out.</param>
    /// <param name="until">Events at or after it are left out.</param>
    /// <param name="cancel">Interrupts the reading.</param>
    public SortedRows Open(Workspace workspace, HistorySource history, string keysTable, long from, long until, CancellationToken cancel)
    {
        var needed = _needed.Select(place => Source.Row.Fields[place]).ToArray();
        var ts = $"epoch_us(e.{Sql.Identifier(Source.Timestamp.Name)})";
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT k.key_id, {ts} AS ts{string.Concat(Places.Select((place, i) => $", e.{Sql.Identifier(Source.Row.Fields[place].Name)} AS f{i}"))}
            FROM ({EventRelation.Write(Sql, Source, needed, Relation(workspace, history))}) AS e
            JOIN {keysTable} AS k ON {string.Join(" AND ", Source.Keys.Select((key, i) => $"k.k{i} = e.{Sql.Identifier(key.Name)}"))}
            WHERE {ts} >= {from} AND {ts} < {until}
            ORDER BY k.key_id, ts
            """);
        return Reading(history, () => new SortedRows(workspace.Connect(), sql, cancel));
    }

    /// <summary>Whether two views read the same events in the same way.</summary>
    private static string Identity(EventSource source) =>
        string.Join('\n', [source.Topic.Name, source.Each ?? "", source.Timestamp.Name, .. source.Keys.Select(key => key.Name)]);

    private string Relation(Workspace workspace, HistorySource history) =>
        Reading(history, () => history.RelationOf(workspace.Main, Source.Topic));

    private T Reading<T>(HistorySource history, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WarehouseQueryException fault)
        {
            throw new HistoryException(
                Source.Topic.Name,
                $"the history of '{Source.Topic.Name}' under {history.FolderOf(Source.Topic.Name)} can't be read as {Views[0].View.Id} needs it: "
                    + fault.Message,
                fault);
        }
    }
}
