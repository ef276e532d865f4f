namespace SmartKart.Local.Terminal;

/// <summary>Whether errors, and what is logged of them, come with their stack traces. The programs that a command starts do as it does.</summary>
internal static class Verbosity
{
    /// <summary>The variable that asks for it: set, and not to 0.</summary>
    public const string Variable = "SMARTKART_VERBOSE";

    /// <summary>Whether they do.</summary>
    public static bool IsOn => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } and not "0";

    /// <summary>From now on they do.</summary>
    public static void TurnOn() => Environment.SetEnvironmentVariable(Variable, "1");
}
