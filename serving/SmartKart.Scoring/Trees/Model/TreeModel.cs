namespace SmartKart.Scoring.Trees.Model;

/// <summary>What a model's document says, checked.</summary>
/// <param name="Objective">XGBoost's name of what it was trained for.</param>
/// <param name="Link">From margins to predictions.</param>
/// <param name="BaseMargin">What every row's margin begins with.</param>
/// <param name="Features">How many features a row has.</param>
/// <param name="FeatureNames">Their names; empty where it was trained without.</param>
/// <param name="Trees">The trees, in the order of training: the order in which their leaves are added.</param>
internal sealed record TreeModel(string Objective, TreeLink Link, float BaseMargin, int Features, IReadOnlyList<string> FeatureNames, Tree[] Trees);
