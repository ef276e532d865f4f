namespace SmartKart.Training.Sessions;

/// <summary>How much past sessions count by their age, which is told in sessions: the public sets have lost their times.</summary>
internal static class SessionAges
{
    /// <summary>By session: exp(-age / decay), the newest 1.</summary>
    /// <param name="count">How many sessions there are.</param>
    /// <param name="decay">As a share of all sessions; infinite where age does not count.</param>
    public static float[] Weights(int count, float decay)
    {
        if (!(decay > 0)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "A decay is above 0, or infinite.");
        var weights = new float[count];
        for (var session = 0; session < count; session++) weights[session] = (float)Math.Exp(-(count - 1.0 - session) / count / decay);
        return weights;
    }
}
