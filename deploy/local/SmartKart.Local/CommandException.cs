namespace SmartKart.Local;

/// <summary>
/// A command that cannot be done, for a reason that its reader can act on. The message says what, where and the remedy, and
/// is all that is shown.
/// </summary>
internal sealed class CommandException(string message, Exception? cause = null) : Exception(message, cause);
