namespace SmartKart.Scoring.Ann;

/// <summary>A row that a search found.</summary>
/// <param name="Row">Its 0-based place among the vectors that the index was built of.</param>
/// <param name="Distance">How far it is from the query, by the index's <see cref="AnnMetric"/>; smaller is nearer.</param>
public readonly record struct Neighbour(int Row, float Distance);
