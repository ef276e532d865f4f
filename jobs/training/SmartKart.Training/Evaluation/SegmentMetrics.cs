namespace SmartKart.Training.Evaluation;

/// <summary>How good lists are for a part of what was held out.</summary>
/// <param name="Name">Which part, as metrics of a run name it, such as <c>history_5_19</c> or <c>tail</c>.</param>
/// <param name="Users">How many of those judged are in it.</param>
/// <param name="Ndcg">With a 95 % interval over them; null where there are none, and where the parts are of items.</param>
/// <param name="Recall">Likewise: of a part of items, the hits of what was held out in it. Null where there are none.</param>
public sealed record SegmentMetrics(string Name, int Users, ConfidenceInterval? Ndcg, ConfidenceInterval? Recall);
