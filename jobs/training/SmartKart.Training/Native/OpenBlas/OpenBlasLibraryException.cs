namespace SmartKart.Training.Native.OpenBlas;

/// <summary>OpenBLAS is not on this machine.</summary>
public sealed class OpenBlasLibraryException : TrainingException
{
    internal OpenBlasLibraryException(Exception cause)
        : base($"{OpenBlasApi.Library}, by which models are trained, can't be loaded: {cause.Message} Install Debian's package libopenblas0-pthread.", cause) { }
}
