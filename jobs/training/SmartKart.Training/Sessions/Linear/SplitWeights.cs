namespace SmartKart.Training.Sessions;

/// <summary>
/// What pairs of clicks weigh when a session is cut at every place t into what was clicked up to t and what came after it: SLIT's pairs of
/// partial sessions, summed over t in closed form, so that the cuts need not be gone through. A click p counts exp(-(t - p) / source) before
/// the cut, and q counts exp(-(q - t - 1) / target) after it.
/// </summary>
internal sealed class SplitWeights
{
    private readonly float[] _before = new float[ItemClicks.ClicksMax];    // by distance: both before the cut
    private readonly float[] _cuts = new float[ItemClicks.ClicksMax + 1];  // by number of cuts that have both before them
    private readonly float[] _across = new float[ItemClicks.ClicksMax];    // by distance: one before, one after

    public SplitWeights(float sourceDecay, float targetDecay)
    {
        for (var distance = 0; distance < ItemClicks.ClicksMax; distance++)
        {
            _before[distance] = (float)Math.Exp(-distance / sourceDecay);
            _cuts[distance + 1] = _cuts[distance] + (float)Math.Exp(-2.0 * distance / sourceDecay);
            var sum = 0.0;
            for (var back = 0; back < distance; back++) sum += Math.Exp(-back / sourceDecay) * Math.Exp(-(distance - 1 - back) / targetDecay);
            _across[distance] = (float)sum;
        }
    }

    /// <summary>The weight of two clicks as what is known, over all cuts that leave a click to come.</summary>
    /// <param name="one">A click's place.</param>
    /// <param name="other">The other's, or the same.</param>
    /// <param name="length">Clicks in the session.</param>
    public float Known(int one, int other, int length) => _before[Math.Abs(one - other)] * _cuts[Math.Max(length - 1 - Math.Max(one, other), 0)];

    /// <summary>The weight of a click as known and a later one as to come, over all cuts between them.</summary>
    /// <param name="distance">How many clicks later it is, at least 1.</param>
    public float ToCome(int distance) => _across[distance];
}
