namespace SmartKart.Scoring.Trees.Model;

/// <summary>Makes the errors of one model, so that each names it and says what helps.</summary>
/// <param name="model">Which model, as it begins the message.</param>
internal sealed class ModelFaults(string model)
{
    /// <summary>It is not what XGBoost wrote.</summary>
    public TreeModelException Damaged(string fault, Exception? cause = null) =>
        new(model, fault, "The model is damaged, or no model: copy it again from where it was trained, or train it again", cause);

    /// <summary>It may be sound, but is not scored here.</summary>
    public TreeModelException Unsupported(string fault, string remedy) => new(model, fault, remedy);
}
