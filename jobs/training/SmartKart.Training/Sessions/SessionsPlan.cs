namespace SmartKart.Training.Sessions;

/// <summary>How a session-kNN is trained on a history's visits, to be registered beside the recommender.</summary>
public sealed record SessionsPlan
{
    /// <summary>How many of the nearest visits have a say; 500 unless set.</summary>
    public int Neighbours { get; init; } = 500;

    /// <summary>How many of the newest visits with a product are looked at; 2,000 unless set.</summary>
    public int SessionsPerItem { get; init; } = 2_000;
}
