using SmartKart.Training.Runs.Judging;

namespace SmartKart.Training.Runs;

/// <summary>A model of a run, and how good it was on the test.</summary>
public sealed record JudgedModel : Judgement
{
    internal JudgedModel(string name, IReadOnlyDictionary<string, double> parameters, int tried, double validation, double seconds, Judgement judgement) : base(judgement) =>
        (Name, Parameters, Tried, Validation, Seconds) = (name, parameters, tried, validation, seconds);

    /// <summary>The kind, or <c>blend</c>.</summary>
    public string Name { get; }

    /// <summary>What it was trained with; of a blend, what each model weighs.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; }

    /// <summary>How many combinations were.</summary>
    public int Tried { get; }

    /// <summary>NDCG by which its parameters were chosen.</summary>
    public double Validation { get; }

    /// <summary>How long the last training took.</summary>
    public double Seconds { get; }
}
