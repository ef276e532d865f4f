using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Views;

/// <summary>
/// How a view's <see cref="FeatureView.OnDemandRow"/> is filled: now, then what the tiles gave or the views that it reads have, then ratios,
/// then what is computed on demand, each after what it reads.
/// </summary>
internal sealed class ViewRowPlan
{
    private readonly Copy[] _fromTiles;
    private readonly Copy[] _fromViews;
    private readonly Ratio[] _ratios;
    private readonly OnDemand[] _onDemand;
    private readonly ViewPlan? _tiles;

    private ViewRowPlan(FeatureView view, int source, ViewPlan? tiles, List<ViewRowPlan> known)
    {
        View = view;
        Source = source;
        _tiles = tiles;
        var row = view.OnDemandRow;
        _fromTiles =
        [
            .. view.Features
                .Where(feature => feature.Definition is AggregateDefinition && feature.Type.Shape == FeatureShape.Single)
                .Select(feature => new Copy(source, ResultOf(feature), row.PlaceOf(feature.Name))),
        ];
        _fromViews =
        [
            .. from read in view.Reads
               let at = known.FindIndex(plan => plan.View.Id == read.Id)
               from feature in read.Features
               where feature.Type.Shape == FeatureShape.Single
               select new Copy(at, read.OnDemandRow.PlaceOf(feature.Name), row.PlaceOf($"{read.Name}.{feature.Name}")),
        ];
        _ratios = [.. view.Definitions.OfType<RatioDefinition>().Select(ratio => Ratio.Of(ratio, row))];
        _onDemand =
        [
            .. view.Definitions.OfType<OnDemandDefinition>()
                .Select(definition => new OnDemand(row.PlaceOf(definition.Name), definition.Expression.Compile()))
                .OrderBy(onDemand => onDemand.Target),
        ];
        HasReaders = _ratios.Length + _onDemand.Length > 0;
        foreach (var copy in _fromViews) known[copy.From].HasReaders = true;
    }

    public FeatureView View { get; }

    /// <summary>The place of its tiles among the service's sources; −1 where it reads other views.</summary>
    public int Source { get; }

    /// <summary>Whether anything is computed from its row: else nobody looks at it.</summary>
    public bool HasReaders { get; private set; }

    /// <summary>Adds a view to a service, after those that it reads; one that is there already is left.</summary>
    public static void Include(FeatureView view, List<ViewPlan> sources, List<ViewRowPlan> views)
    {
        if (views.Exists(known => known.View.Id == view.Id)) return;
        foreach (var read in view.Reads) Include(read, sources, views);
        var tiles = view.Source is null ? null : ViewPlan.Compile(view);
        if (tiles is not null) sources.Add(tiles);
        views.Add(new ViewRowPlan(view, tiles is null ? -1 : sources.Count - 1, tiles, views));
    }

    /// <summary>The place of an aggregate's feature among the results of the tiles.</summary>
    public int ResultOf(Feature feature)
    {
        var definition = (AggregateDefinition)feature.Definition;
        var window = feature.Window is null ? 0 : definition.Windows.ToList().IndexOf(feature.Window);
        var quantile = feature.Quantile is { } rank ? definition.Quantiles.ToList().IndexOf(rank) : 0;
        return _tiles!.ResultsByDefinition[definition.Name] + (quantile * Math.Max(1, definition.Windows.Count)) + window;
    }

    /// <summary>Fills the row of the view at <paramref name="at"/>.</summary>
    /// <param name="t">Now, in microseconds since 1970.</param>
    /// <param name="results">What the tiles gave, by source.</param>
    /// <param name="rows">The rows of the service's views; those that this one reads are filled.</param>
    /// <param name="at">This view's place among them.</param>
    public void Fill(long t, Scalar[][] results, Scalar[][] rows, int at)
    {
        var row = rows[at];
        row[0] = Scalar.FromTimestamp(t);
        foreach (var copy in _fromTiles) row[copy.Target] = results[copy.From][copy.Place];
        foreach (var copy in _fromViews) row[copy.Target] = rows[copy.From][copy.Place];
        foreach (var ratio in _ratios) row[ratio.Target] = ratio.Read(row);
        foreach (var onDemand in _onDemand) row[onDemand.Target] = onDemand.Value(row);
    }

    private readonly record struct Copy(int From, int Place, int Target);

    private readonly record struct OnDemand(int Target, Func<Scalar[], Scalar> Value);

    private readonly record struct Ratio(int Target, int Above, bool IsAboveWhole, int Below, bool IsBelowWhole, double PriorAbove, double PriorBelow)
    {
        public static Ratio Of(RatioDefinition ratio, RowSchema row)
        {
            var (above, below) = (row.PlaceOf(ratio.Of), row.PlaceOf(ratio.To));
            return new Ratio(
                row.PlaceOf(ratio.Name), above, IsWhole(row, above), below, IsWhole(row, below), ratio.PriorOf, ratio.PriorTo);
        }

        public Scalar Read(Scalar[] row)
        {
            if (row[Above].IsNull || row[Below].IsNull) return Scalar.Null;
            var divisor = Number(row[Below], IsBelowWhole) + PriorBelow;
            return divisor == 0 ? Scalar.Null : Scalar.From((Number(row[Above], IsAboveWhole) + PriorAbove) / divisor);
        }

        private static bool IsWhole(RowSchema row, int place) => row.Fields[place].Type == ScalarType.Int64;

        private static double Number(in Scalar value, bool isWhole) => isWhole ? value.Int64 : value.Double;
    }
}
