namespace SmartKart.Training.DeepFm;

/// <summary>An option of a DeepFM is outside its range. Nothing was trained.</summary>
public sealed class DeepFmOptionsException : TrainingException
{
    internal DeepFmOptionsException(string option, string value, string range)
        : base($"DeepFM's option {option} is {value}. It takes {range}.") => Option = option;

    /// <summary>The option's name in <see cref="DeepFmOptions"/>.</summary>
    public string Option { get; }
}
