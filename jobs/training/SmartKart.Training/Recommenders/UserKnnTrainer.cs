using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>How alike two users are, by the items that they share.</summary>
public sealed record UserKnnOptions
{
    /// <summary>How many of the most alike users count; 100 unless set.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>Added to the denominator, so that users with few items aren't alike by chance; 0 unless set.</summary>
    public float Shrink { get; init; }

    /// <summary>0 to 1: how much of the norm is the asking user's, the rest is the other's; 0.5, the default, is the cosine.</summary>
    public float Asymmetry { get; init; } = 0.5f;

    /// <summary>How much an item that many share counts for less: its weight is users^-this; 0 unless set.</summary>
    public float ItemDiscount { get; init; }
}

/// <summary>User-based nearest neighbours (Resnick et al., "GroupLens", CSCW 1994): a user is offered what the users most like them have.</summary>
public static class UserKnnTrainer
{
    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    public static UserNeighbourModel Train(InteractionMatrix interactions, UserKnnOptions options) => new(interactions, options);
}
