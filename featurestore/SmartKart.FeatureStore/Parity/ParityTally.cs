using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Parity;

/// <summary>Adds up a view's comparisons.</summary>
internal sealed class ParityTally(ServicePlan plan, IReadOnlyList<string> joinKeys, ParityOptions options)
{
    private readonly FeatureComparison[] _comparisons =
        [.. plan.Features.Select((feature, place) => new FeatureComparison(feature.Feature, place, options.Engine))];

    private readonly int[] _sizes = SizesOf(plan, joinKeys.Count + 1 + plan.Features.Count);
    private readonly List<ParityMismatch> _examples = [];
    private long _keys;
    private long _missing;
    private long _mismatches;
    private double _worst;

    /// <summary>What came of it.</summary>
    public ViewParity Result => new(plan.Name, _keys, _missing, _keys * _comparisons.Length, _mismatches, _worst, _examples);

    /// <summary>Takes in one key.</summary>
    /// <param name="offline">
    /// A row of a training set: the join keys, the instant, the features, then the sizes of those that are rankings.
    /// </param>
    /// <param name="online">The store's vectors.</param>
    /// <param name="row">Which of them.</param>
    public void Add(object?[] offline, OnlineVectors online, int row)
    {
        _keys++;
        if (Enumerable.Range(0, plan.Sources.Count).All(source => online.Status(row, source) == OnlineStatus.Missing)) _missing++;
        for (var i = 0; i < _comparisons.Length; i++)
        {
            var value = offline[joinKeys.Count + 1 + i];
            var size = _sizes[i] < 0 ? default : RankingSize.Read(offline.AsSpan(_sizes[i], RankingSize.Columns));
            var agrees = _comparisons[i].Agrees(value, online, row, out var difference, size);
            if (agrees)
            {
                _worst = Math.Max(_worst, difference);
                continue;
            }
            _mismatches++;
            if (_examples.Count >= options.ExamplesMax) continue;
            var key = string.Join(", ", joinKeys.Select((name, at) => $"{name} {Convert.ToString(offline[at], CultureInfo.InvariantCulture)}"));
            _examples.Add(new ParityMismatch(key, _comparisons[i].Name, _comparisons[i].Offline(value), _comparisons[i].Online(online, row)));
        }
    }

    // Where the size of each ranking begins in a row; −1 of what is none.
    private static int[] SizesOf(ServicePlan plan, int column)
    {
        var sizes = new int[plan.Features.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = plan.Features[i].Feature.Type.Shape == FeatureShape.Ranking ? column : -1;
            if (sizes[i] >= 0) column += RankingSize.Columns;
        }
        return sizes;
    }
}
