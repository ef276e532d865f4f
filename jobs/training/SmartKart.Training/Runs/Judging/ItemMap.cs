using SmartKart.Scoring.Recommenders;

namespace SmartKart.Training.Runs.Judging;

/// <summary>A model's items beside those of a run, which may have another catalogue. Immutable.</summary>
internal sealed class ItemMap
{
    private readonly int[] _own, _ofRun;

    /// <param name="products">The model's.</param>
    /// <param name="run">The run's.</param>
    public ItemMap(Catalogue products, Catalogue run)
    {
        Products = products;
        _own = [.. Enumerable.Range(0, run.Count).Select(item => products.ItemOf(run[item]))];
        _ofRun = [.. Enumerable.Range(0, products.Count).Select(item => run.ItemOf(products[item]))];
    }

    /// <summary>Which product an item of the model is.</summary>
    public Catalogue Products { get; }

    /// <summary>The model's items of some of the run's: ascending, without those that it doesn't have.</summary>
    public int[] Own(ReadOnlySpan<int> items)
    {
        var (own, count) = (new int[items.Length], 0);
        foreach (var item in items)
        {
            if (_own[item] >= 0) own[count++] = _own[item];
        }
        Array.Sort(own, 0, count);
        return own[..count];
    }

    /// <summary>The run's items of some of the model's, in their order: -1 for what the run doesn't have.</summary>
    public int[] OfRun(ReadOnlySpan<int> items)
    {
        var found = new int[items.Length];
        for (var at = 0; at < found.Length; at++) found[at] = _ofRun[items[at]];
        return found;
    }
}
