namespace SmartKart.Training.OffPolicy.Rewards;

/// <summary>What is expected to come of putting an item at a round's place. Thread safe.</summary>
public interface IRewardModel
{
    /// <param name="rounds">Which log.</param>
    /// <param name="round">Whose user and place.</param>
    /// <param name="item">What is put there instead.</param>
    /// <returns>The probability of a click.</returns>
    double Expected(LoggedRounds rounds, int round, int item);
}

/// <summary>A model that is given.</summary>
/// <param name="expected">As <see cref="IRewardModel.Expected"/>.</param>
public sealed class GivenRewards(Func<LoggedRounds, int, int, double> expected) : IRewardModel
{
    /// <inheritdoc />
    public double Expected(LoggedRounds rounds, int round, int item) => expected(rounds, round, item);
}
