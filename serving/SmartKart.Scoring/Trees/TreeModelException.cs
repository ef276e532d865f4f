namespace SmartKart.Scoring.Trees;

/// <summary>A tree model that cannot be used: it is damaged, or of a kind that is not scored here. Nothing was scored.</summary>
public sealed class TreeModelException : ScoringException
{
    internal TreeModelException(string model, string fault, string remedy, Exception? cause = null) : base($"{model}: {fault}. {remedy}", cause) =>
        (Model, Fault) = (model, fault);

    /// <summary>Which model: its file, where it has one.</summary>
    public string Model { get; }

    /// <summary>What is wrong with it, and where.</summary>
    public string Fault { get; }
}
