using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Views;

/// <summary>
/// A view with a source, compiled: from a row of its source to what its tiles take in. The stream, the sweep and the backfill call the same
/// one, so none can read an event in its own way. Immutable, thread safe; hot path: per event, allocating only the texts that expressions make.
/// </summary>
public sealed class ViewPlan
{
    private readonly Func<Scalar[], bool>? _filter;
    private readonly FilteredInputs[] _inputs;
    private readonly int[] _required;

    private ViewPlan(FeatureView view, EventSource source)
    {
        var inputs = new TileInputs(source.Row);
        var specs = new AggregateSpecs(inputs);
        foreach (var definition in view.Definitions.OfType<AggregateDefinition>()) specs.Add(definition);
        View = view;
        Tiles = TilePlan.Compile(view.Id, specs.All, view.Ttl);
        KeyPlaces = [.. source.Keys.Select(key => source.Row.PlaceOf(key.Name))];
        TimestampPlace = source.Row.PlaceOf(source.Timestamp.Name);
        _required = [.. KeyPlaces, TimestampPlace];
        var filtered = view.Filter?.Fields.Select(field => source.Row.PlaceOf(field.Name)) ?? [];
        InputPlaces = [.. inputs.Places.Concat(filtered).Distinct().Order()];
        Places = [.. _required.Concat(InputPlaces).Distinct().Order()];
        _filter = view.Filter?.CompileFilter();
        _inputs = inputs.Compile();
        ResultsByDefinition = specs.ResultsByDefinition;
    }

    /// <summary>What is computed.</summary>
    public FeatureView View { get; }

    /// <summary>Its tiles, named by the view's <see cref="FeatureView.Id"/>.</summary>
    public TilePlan Tiles { get; }

    /// <summary>The places of the join keys in the source's row, in order.</summary>
    public IReadOnlyList<int> KeyPlaces { get; }

    /// <summary>The place of the event's time in the source's row.</summary>
    public int TimestampPlace { get; }

    /// <summary>The places of the source's row that are read at all, ascending. The others may hold anything.</summary>
    public IReadOnlyList<int> Places { get; }

    /// <summary>Those of <see cref="Places"/> whose values count; of the others it only matters that they aren't NULL.</summary>
    public IReadOnlyList<int> InputPlaces { get; }

    /// <summary>The place in <see cref="TilePlan.Results"/> of each definition's first result, by the definition's name.</summary>
    internal IReadOnlyDictionary<string, int> ResultsByDefinition { get; }

    /// <summary>Compiles a view.</summary>
    /// <exception cref="ArgumentException">The view has no source: it is computed from the views that it reads, by a <see cref="ServicePlan"/>.</exception>
    /// <exception cref="TilePlanException">An aggregate is out of the tiles' bounds.</exception>
    public static ViewPlan Compile(FeatureView view) => view.Source is { } source
        ? new ViewPlan(view, source)
        : throw new ArgumentException($"'{view.Id}' has no source, and so no events. Compile the views that it reads.", nameof(view));

    /// <summary>Reads an event: whether it concerns the view, and what its tiles take in.</summary>
    /// <param name="row">Laid out by the source's <see cref="EventSource.Row"/>; <see cref="Places"/> are filled.</param>
    /// <param name="inputs">Takes the values for <see cref="TileState.Add"/>; at least <see cref="TilePlan.InputCount"/> long.</param>
    /// <returns>False where a key or the time is NULL, or the view's filter isn't true.</returns>
    public bool TryRead(Scalar[] row, Span<Scalar> inputs)
    {
        if (!Concerns(row)) return false;
        foreach (var group in _inputs) group.Read(row, inputs);
        return true;
    }

    /// <summary>What <see cref="TryRead"/> answers, with nothing read.</summary>
    /// <param name="row">As there.</param>
    public bool Concerns(Scalar[] row)
    {
        foreach (var place in _required)
        {
            if (row[place].IsNull) return false;
        }
        return _filter is null || _filter(row);
    }
}
