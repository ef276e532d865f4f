namespace SmartKart.Prometheus;

/// <summary>The page can't be served: an option is out of its range, or the port is taken.</summary>
public sealed class MetricsServerException(string message, Exception? cause = null) : Exception(message, cause);
