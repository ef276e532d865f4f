namespace SmartKart.FeatureStore.Definitions;

/// <summary>What features are about: a user, a product, a card. Immutable.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="JoinKeys">The columns that identify one, at least one, in order; no two entities share one.</param>
/// <param name="Description">For people; empty where there is none.</param>
/// <param name="At">Where it is written.</param>
public sealed record Entity(string Name, IReadOnlyList<string> JoinKeys, string Description, DefinitionPosition At);
