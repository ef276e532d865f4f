namespace SmartKart.Training.Ranking;

/// <summary>How candidates are ranked: LambdaMART over what each model says of them and over their features as they stood when lists were made.</summary>
public sealed record RankingPlan
{
    /// <summary>The feature service; null, the default, to rank by what the models say alone.</summary>
    public string? Service { get; init; }

    /// <summary>How many candidates each model gives; 50 unless set.</summary>
    public int Candidates { get; init; } = 50;

    /// <summary>At how many moments of the past lists are made to learn from, before that by which rounds are counted; 4 unless set.</summary>
    public int Cuts { get; init; } = 4;

    /// <summary>The most users at each of them, drawn by chance; 20,000 unless set.</summary>
    public int UsersMax { get; init; } = 20_000;

    /// <summary>The most trees; 400 unless set. As many are kept as were best on the validation time.</summary>
    public int Rounds { get; init; } = 400;

    /// <summary>How many decisions a tree has on its longest way; 4 unless set.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>How far each tree goes; 0.05 unless set.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>The least weight of a leaf, by which it is held to more than chance; 5 unless set.</summary>
    public double MinChildWeight { get; init; } = 5;
}
