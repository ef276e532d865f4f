using System.Buffers;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Exploration;

/// <summary>
/// Shows what may well be the best: each item's rate of clicks is a Beta distribution, a rate is drawn of each, and the greatest draw comes first (Thompson,
/// 1933; Chapelle and Li, NIPS 2011). Items begin at the base rate, and what was seen of them is forgotten exponentially in the time of events, so that a new
/// item is tried and an old favourite is tried again. The order in which events are told doesn't matter.
/// </summary>
/// <remarks>
/// With d = 2^(−age / half-life) for each impression: α = rate · prior + Σ d · clicked, β = (1 − rate) · prior + Σ d · (seen − clicked). Not thread safe while
/// it is told something; else it is.
/// </remarks>
public sealed class ThompsonSampling
{
    private const int DrawsMax = 1_000_000;

    private readonly double[] _clicks, _seen;       // as much as counts at _last
    private readonly long[] _last;                  // microseconds since 1970
    private readonly double _halfLife;              // microseconds; infinite for never

    /// <param name="items">Of the catalogue; at least 1.</param>
    /// <param name="options">What it believes before.</param>
    /// <exception cref="BanditException">A setting is out of its range.</exception>
    public ThompsonSampling(int items, ThompsonOptions options)
        : this(options, new double[Math.Max(items, 0)], new double[Math.Max(items, 0)], new long[Math.Max(items, 0)]) { }

    /// <summary>One that goes on from what another had seen. The arrays become its own.</summary>
    /// <exception cref="BanditException">A setting is out of its range, or the arrays don't fit.</exception>
    internal ThompsonSampling(ThompsonOptions options, double[] clicks, double[] seen, long[] last)
    {
        options.Check();
        if (clicks.Length == 0) throw BanditException.BadSetting("number of items", clicks.Length, "1 or more");
        if (seen.Length != clicks.Length) throw BanditException.Misfit("impressions", seen.Length, $"{clicks.Length}, one of each item's clicks,");
        if (last.Length != clicks.Length) throw BanditException.Misfit("instants", last.Length, $"{clicks.Length}, one of each item's clicks,");
        for (var item = 0; item < clicks.Length; item++)
        {
            if (!(clicks[item] >= 0 && clicks[item] <= seen[item] * (1 + 1e-9) && double.IsFinite(seen[item])))
                throw new BanditException($"Item {item} of a bandit has {clicks[item]} clicks of {seen[item]} impressions, which can't be. Train it again.");
        }
        (Options, _clicks, _seen, _last) = (options, clicks, seen, last);
        _halfLife = options.HalfLife == TimeSpan.Zero ? double.PositiveInfinity : options.HalfLife.TotalMicroseconds;
    }

    /// <summary>What it believes before it has seen anything.</summary>
    public ThompsonOptions Options { get; }

    /// <summary>How many items: 0 to this, less one.</summary>
    public int Items => _clicks.Length;

    internal ReadOnlySpan<double> Clicks => _clicks;

    internal ReadOnlySpan<double> Seen => _seen;

    internal ReadOnlySpan<long> Last => _last;

    /// <summary>Tells it of an impression.</summary>
    /// <param name="item">What was shown.</param>
    /// <param name="at">When, in microseconds since 1970; in any order.</param>
    /// <param name="clicked">Whether it was clicked.</param>
    /// <param name="examined">
    /// The probability that its place is looked at, 0 to 1. What is clicked was seen; what isn't counts as seen by as much as is likely of it at the base rate,
    /// e · (1 − rate) / (1 − e · rate), so that low places don't hold an item down.
    /// </param>
    /// <exception cref="BanditException">There is no such item, or no such probability.</exception>
    public void Observe(int item, long at, bool clicked, double examined = 1)
    {
        if ((uint)item >= (uint)Items) throw BanditException.Unknown("item", item, Items);
        if (!(examined is >= 0 and <= 1)) throw BanditException.BadSetting("probability of a look", examined, "0 to 1");
        var seen = clicked ? 1 : examined * (1 - Options.BaseRate) / (1 - examined * Options.BaseRate);
        if (_seen[item] == 0) _last[item] = at;
        if (at > _last[item])
        {
            var kept = Decay(at, _last[item]);
            (_clicks[item], _seen[item], _last[item]) = (_clicks[item] * kept, _seen[item] * kept, at);
        }
        var weight = Decay(_last[item], at);        // of what comes late
        _seen[item] += weight * seen;
        if (clicked) _clicks[item] += weight;
    }

    /// <summary>α and β of an item's rate of clicks.</summary>
    /// <param name="item">Which.</param>
    /// <param name="now">Microseconds since 1970; before what was seen it counts in full.</param>
    public (double Alpha, double Beta) Posterior(int item, long now)
    {
        var kept = _seen[item] > 0 ? Decay(now, _last[item]) : 0;
        return (Options.BaseRate * Options.PriorImpressions + kept * _clicks[item],
            (1 - Options.BaseRate) * Options.PriorImpressions + kept * Math.Max(0, _seen[item] - _clicks[item]));
    }

    /// <summary>An item's expected rate of clicks: α / (α + β).</summary>
    public double Mean(int item, long now)
    {
        var (alpha, beta) = Posterior(item, now);
        return alpha / (alpha + beta);
    }

    /// <summary>Draws a rate for each candidate: the greatest comes first. Hot path: per candidate; it allocates nothing.</summary>
    /// <param name="candidates">Items.</param>
    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="seed">The same draws the same; an item's draw doesn't depend on who the other candidates are.</param>
    /// <param name="rates">Takes the draws, 0 to 1; at least as long as the candidates.</param>
    public void Draw(ReadOnlySpan<int> candidates, long now, ulong seed, Span<float> rates)
    {
        for (var at = 0; at < candidates.Length; at++)
        {
            var (alpha, beta) = Posterior(candidates[at], now);
            var random = BetaDraw.Of(seed, 0, candidates[at]);
            rates[at] = (float)BetaDraw.Next(ref random, alpha, beta);
        }
    }

    /// <summary>The probability with which each candidate comes first, by that many draws: what is logged for off-policy evaluation.</summary>
    /// <param name="candidates">Items, all different; at least one.</param>
    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="seed">Of the draws; another than the list's own.</param>
    /// <param name="draws">How many, 1 to 1,000,000. The standard error of a probability p is √(p (1 − p) / draws): 0.016 at most for 1,000.</param>
    /// <param name="probabilities">Takes one of each candidate; they sum to 1. One that never came first has 0: see <see cref="Propensity"/>.</param>
    /// <exception cref="BanditException">There are no candidates, or too few or too many draws.</exception>
    public void Propensities(ReadOnlySpan<int> candidates, long now, ulong seed, int draws, Span<double> probabilities)
    {
        if (candidates.IsEmpty) throw new BanditException("Of no candidates none comes first. Give one at least.");
        if (draws is < 1 or > DrawsMax) throw BanditException.BadSetting("number of draws", draws, $"1 to {DrawsMax}");
        probabilities = probabilities[..candidates.Length];
        probabilities.Clear();
        var rented = ArrayPool<double>.Shared.Rent(2 * candidates.Length);
        try
        {
            for (var at = 0; at < candidates.Length; at++) (rented[2 * at], rented[2 * at + 1]) = Posterior(candidates[at], now);
            var random = new SplitMix(seed);
            for (var draw = 0; draw < draws; draw++) probabilities[First(rented.AsSpan(0, 2 * candidates.Length), ref random)] += 1.0 / draws;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// The probability to log with an item that was put first: (times it comes first + 1) / (draws + 1), for the draw that put it there is one of them. So it
    /// is never 0, which no estimate could divide by; it is too great by less than 1 / draws.
    /// </summary>
    /// <param name="candidates">As for <see cref="Propensities"/>.</param>
    /// <param name="first">The place in <paramref name="candidates"/> of what was put first.</param>
    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="seed">Of the draws; another than the list's own.</param>
    /// <param name="draws">How many, 1 to 1,000,000.</param>
    /// <exception cref="BanditException">There are no candidates, no such place, or too few or too many draws.</exception>
    public double Propensity(ReadOnlySpan<int> candidates, int first, long now, ulong seed, int draws)
    {
        if ((uint)first >= (uint)candidates.Length) throw BanditException.Unknown("candidate", first, candidates.Length);
        var probabilities = ArrayPool<double>.Shared.Rent(candidates.Length);
        try
        {
            Propensities(candidates, now, seed, draws, probabilities);
            return (probabilities[first] * draws + 1) / (draws + 1.0);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(probabilities);
        }
    }

    private static int First(ReadOnlySpan<double> posteriors, ref SplitMix random)
    {
        var (first, most) = (0, double.NegativeInfinity);
        for (var at = 0; at < posteriors.Length / 2; at++)
        {
            var drawn = BetaDraw.Next(ref random, posteriors[2 * at], posteriors[2 * at + 1]);
            if (drawn > most) (first, most) = (at, drawn);
        }
        return first;
    }

    private double Decay(long to, long from) => to <= from || double.IsInfinity(_halfLife) ? 1 : Math.Pow(2, -((double)to - from) / _halfLife);
}
