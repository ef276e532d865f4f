namespace SmartKart.Serving;

/// <summary>Serving can't be started as it is set up. The message says what to mend.</summary>
public sealed class ServingException(string message, Exception? cause = null) : Exception(message, cause);
