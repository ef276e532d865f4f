namespace SmartKart.Training.Texts;

/// <summary>What is told of a product.</summary>
/// <param name="Name">As customers see it; may be empty.</param>
/// <param name="Description">As customers see it; null for none.</param>
/// <param name="Brand">Brand or manufacturer; null where unknown.</param>
/// <param name="Categories">Ids of its categories, from the root to its own; empty where none is assigned.</param>
public sealed record ProductText(string Name, string? Description, string? Brand, IReadOnlyList<string> Categories)
{
    /// <summary>Whether anything is told at all.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Description) && string.IsNullOrWhiteSpace(Brand) && Categories.Count == 0;
}
