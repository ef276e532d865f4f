namespace SmartKart.Training.Interactions;

/// <summary>Which events say that a user wants a product.</summary>
/// <param name="Topic">The topic; its events have a user_id and an occurred_at.</param>
/// <param name="Lines">The array whose elements have the product_id, such as an order's <c>lines</c>; null where the event itself has it.</param>
/// <param name="Actions">The values of <c>action</c> that count; empty for all events.</param>
public sealed record InteractionSource(string Topic, string? Lines, IReadOnlyList<string> Actions);
