namespace SmartKart.Serving.Features;

/// <summary>A request for features that can't be answered as it is written. The message says what to write instead.</summary>
public sealed class FeatureRequestException : Exception
{
    internal FeatureRequestException(string message, Exception? cause = null) : base(message, cause) { }
}
