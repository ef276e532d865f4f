namespace SmartKart.Training.Sessions;

/// <summary>How well a model foretold what sessions went on with.</summary>
/// <param name="Sessions">Sessions that were gone through.</param>
/// <param name="Cases">Clicks that were to be foretold.</param>
/// <param name="Recall">The share of the clicks that were among the first places.</param>
/// <param name="Mrr">The mean of 1 / place, 0 where the click was not among the first places.</param>
public sealed record SessionAccuracy(int Sessions, int Cases, Estimate Recall, Estimate Mrr);

/// <summary>A mean, and where it lies with 95 % confidence.</summary>
/// <param name="Value">The mean over what was seen.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Estimate(double Value, double Low, double High);
