namespace SmartKart.Training.Interactions;

/// <summary>An item that somebody was shown.</summary>
/// <param name="At">When, in microseconds since 1970.</param>
/// <param name="Item">Which.</param>
/// <param name="Position">Its place in the list, from 0.</param>
/// <param name="IsClicked">Whether it was clicked.</param>
public readonly record struct Impression(long At, int Item, int Position, bool IsClicked);
