namespace SmartKart.FeatureStore.Parity;

/// <summary>How the online store agrees with the history, for one view.</summary>
/// <param name="View">Its name and version.</param>
/// <param name="Keys">Keys compared.</param>
/// <param name="Missing">Keys of these that the store has nothing of, such as those whose every event the view's filter leaves out.</param>
/// <param name="Values">Values compared: keys × features.</param>
/// <param name="Mismatches">Values that differ by more than they may.</param>
/// <param name="WorstDifference">The greatest relative difference of two Doubles that may differ in rounding alone; 0 where all are equal.</param>
/// <param name="Examples">Some of the mismatches.</param>
public sealed record ViewParity(
    string View, long Keys, long Missing, long Values, long Mismatches, double WorstDifference, IReadOnlyList<ParityMismatch> Examples);

/// <summary>A value that differs.</summary>
/// <param name="Key">Of which entity: its join keys.</param>
/// <param name="Feature">Which.</param>
/// <param name="Offline">As the history has it.</param>
/// <param name="Online">As the store has it.</param>
public sealed record ParityMismatch(string Key, string Feature, string Offline, string Online);
