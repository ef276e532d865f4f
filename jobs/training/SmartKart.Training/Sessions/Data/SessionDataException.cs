namespace SmartKart.Training.Sessions;

/// <summary>Sessions cannot be trained on, or judged by, as they are. Nothing was trained.</summary>
public sealed class SessionDataException : TrainingException
{
    internal SessionDataException(string message, Exception? cause = null) : base(message, cause) { }

    internal static SessionDataException NothingToTrainOn(string model) => new(
        $"There is no session to train {model} on: sessions need two clicks on known items. Take a longer history, or look at what filters it.");
}
