using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Reading;

namespace SmartKart.FeatureStore.Views;

/// <summary>
/// One vector of a service: set each source to its tiles or to none, <see cref="Finish(long)"/>, then read. Reusable, and then
/// without allocations. Hot path. Not thread safe.
/// </summary>
public sealed class FeatureRow
{
    private readonly ServicePlan _plan;
    private readonly Scalar[][] _results;
    private readonly FeatureLists[] _lists;
    private readonly Scalar[][] _rows;
    private readonly Scalar[] _values;

    internal FeatureRow(ServicePlan plan)
    {
        _plan = plan;
        _results = [.. plan.Sources.Select(source => new Scalar[source.Tiles.Results.Count])];
        _lists = [.. plan.Sources.Select(_ => new FeatureLists())];
        _rows = [.. plan.Views.Select(view => new Scalar[view.View.OnDemandRow.Fields.Count])];
        _values = new Scalar[plan.Features.Count];
        for (var source = 0; source < _results.Length; source++) SetEmpty(source);
    }

    /// <summary>The vector: a value for each feature of the service, or NULL; of a list, its length.</summary>
    public ReadOnlySpan<Scalar> Values => _values;

    /// <summary>Takes a source view's results at an instant.</summary>
    /// <param name="source">Its place in <see cref="ServicePlan.Sources"/>.</param>
    /// <param name="state">Its tiles, for the entity that the vector is of.</param>
    /// <param name="t">Microseconds since 1970; at or after the state's horizon.</param>
    /// <exception cref="AggregateOverflowException">A sum doesn't fit an Int64.</exception>
    public void Set(int source, TileState state, long t) => state.Finalize(t, _results[source], _lists[source]);

    /// <summary>The same, of a hot key's two parts.</summary>
    public void Set(int source, TilePair pair, long t) => pair.Finalize(t, _results[source], _lists[source]);

    /// <summary>The same, straight from a blob.</summary>
    /// <returns>The blob's header.</returns>
    /// <exception cref="TileBlobException">The blob can't be read.</exception>
    /// <exception cref="AggregateOverflowException">A sum doesn't fit an Int64.</exception>
    internal BlobHeader Set(int source, WindowReader windows, ReadOnlySpan<byte> blob, long t) => windows.Read(blob, t, _results[source], _lists[source]);

    /// <summary>The results of no events: of an entity that is missing or has expired.</summary>
    /// <param name="source">Its place in <see cref="ServicePlan.Sources"/>.</param>
    public void SetEmpty(int source)
    {
        _plan.Sources[source].Tiles.EmptyResults.CopyTo(_results[source], 0);
        _lists[source].Clear(_results[source].Length);
    }

    /// <summary>Computes what is computed from other features, and fills <see cref="Values"/>.</summary>
    /// <param name="t">Now, in microseconds since 1970.</param>
    public void Finish(long t) => Finish(t, _values);

    /// <summary>The same, in the caller's place of <see cref="Values"/>.</summary>
    /// <param name="t">Now, in microseconds since 1970.</param>
    /// <param name="values">Takes the vector.</param>
    internal void Finish(long t, Span<Scalar> values)
    {
        for (var view = 0; view < _rows.Length; view++)
        {
            if (_plan.Views[view].HasReaders) _plan.Views[view].Fill(t, _results, _rows, view);
        }
        foreach (var run in _plan.Runs)
        {
            var from = run.First.Source >= 0 ? _results[run.First.Source] : _rows[run.First.Row];
            from.AsSpan(run.First.Place, run.Length).CopyTo(values[run.To..]);
        }
    }

    /// <summary>The items of a list, or the keys of a ranking, in order; none of a feature of one value.</summary>
    /// <param name="feature">Its place in <see cref="ServicePlan.Features"/>.</param>
    public ReadOnlySpan<Scalar> Items(int feature) => IsList(feature) ? _lists[_plan.Places[feature].Source].Items(_plan.Places[feature].Place) : [];

    /// <summary>The weights of a ranking's keys; none of a feature of another shape.</summary>
    /// <param name="feature">Its place in <see cref="ServicePlan.Features"/>.</param>
    public ReadOnlySpan<double> Weights(int feature) => _plan.Features[feature].Feature.Type.Shape == FeatureShape.Ranking
        ? _lists[_plan.Places[feature].Source].Weights(_plan.Places[feature].Place)
        : [];

    private bool IsList(int feature) => _plan.Features[feature].Feature.Type.Shape != FeatureShape.Single;
}
