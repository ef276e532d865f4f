namespace SmartKart.Training.Ranking;

/// <summary>Candidates can't be ranked as configured.</summary>
public sealed class RankingException : TrainingException
{
    internal RankingException(string message, Exception? cause = null) : base(message, cause) { }
}
