namespace SmartKart.Training.OffPolicy.Policies;

/// <summary>What might be put at a round's place, by which probabilities. Thread safe.</summary>
public interface IPolicy
{
    /// <summary>As reports call it.</summary>
    string Name { get; }

    /// <param name="rounds">Which log; it has candidates.</param>
    /// <param name="round">Which place of which list.</param>
    /// <param name="probabilities">Takes one of each of the round's candidates; they sum to 1.</param>
    void Choose(LoggedRounds rounds, int round, Span<double> probabilities);
}

/// <summary>Any candidate, each as likely.</summary>
public sealed class UniformPolicy : IPolicy
{
    /// <inheritdoc />
    public string Name => "uniform";

    /// <inheritdoc />
    public void Choose(LoggedRounds rounds, int round, Span<double> probabilities) => probabilities.Fill(1.0 / probabilities.Length);
}
