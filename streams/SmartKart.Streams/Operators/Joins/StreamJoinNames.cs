namespace SmartKart.Streams.Operators.Joins;

/// <summary>The stores that the processors of one join of streams share.</summary>
/// <param name="LeftStore">The window store of the left side.</param>
/// <param name="RightStore">The window store of the right side.</param>
/// <param name="WaitingStore">The store of the records that found none yet; null for an inner join.</param>
/// <param name="Clock">The store of the clock.</param>
internal sealed record StreamJoinNames(string LeftStore, string RightStore, string? WaitingStore, string Clock);
