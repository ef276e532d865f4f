namespace SmartKart.Local.Terminal;

/// <summary>What a command's exit status says; the shell's convention beyond that.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>128 + SIGINT: stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
