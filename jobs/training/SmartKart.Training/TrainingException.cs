namespace SmartKart.Training;

/// <summary>A model could not be trained or judged as asked. The leaves say what was wrong: the data, the configuration, the machine.</summary>
public abstract class TrainingException : Exception
{
    private protected TrainingException(string message, Exception? cause = null) : base(message, cause) { }
}
