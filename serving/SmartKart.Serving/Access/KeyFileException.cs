namespace SmartKart.Serving.Access;

/// <summary>A file of keys that can't be used. The message names the file, the line and the remedy.</summary>
internal sealed class KeyFileException(string message, Exception? cause = null) : Exception(message, cause);
