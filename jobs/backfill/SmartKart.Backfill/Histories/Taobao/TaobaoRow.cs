namespace SmartKart.Backfill.Histories.Taobao;

/// <summary>One thing that a visitor did, as the file has it. What could not be read is null.</summary>
/// <param name="Number">Where the row stands in the file, from 1.</param>
/// <param name="UserId">The visitor.</param>
/// <param name="ItemId">The product.</param>
/// <param name="CategoryId">The product's category.</param>
/// <param name="Behavior"><c>pv</c>, <c>fav</c>, <c>cart</c> or <c>buy</c>.</param>
/// <param name="At">When, to the second.</param>
/// <param name="Repeat">How many rows that say the very same come before it: 0, but where a file has rows twice.</param>
internal readonly record struct TaobaoRow(
    long Number, string? UserId, string? ItemId, string? CategoryId, string? Behavior, DateTimeOffset? At, int Repeat);
