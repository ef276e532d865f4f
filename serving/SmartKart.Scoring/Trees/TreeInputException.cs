namespace SmartKart.Scoring.Trees;

/// <summary>Rows that a tree model cannot score: they are not as long as its feature vector. Nothing was scored.</summary>
public sealed class TreeInputException : ScoringException
{
    internal TreeInputException(int values, int rows, int features)
        : base($"{values:N0} values are given for {rows:N0} rows, and the model reads {features:N0} features of each: {(long)rows * features:N0} values are due. " +
               "Build the rows with the feature service that the model was trained with.") =>
        (Values, Rows, Features) = (values, rows, features);

    /// <summary>How many values were given.</summary>
    public int Values { get; }

    /// <summary>How many rows were to be scored.</summary>
    public int Rows { get; }

    /// <summary>How many features the model reads.</summary>
    public int Features { get; }
}
