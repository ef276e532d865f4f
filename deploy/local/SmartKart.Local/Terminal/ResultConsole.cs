using Spectre.Console;

namespace SmartKart.Local.Terminal;

/// <summary>
/// Where a command prints its result for a person: coloured and as wide as the terminal, or plain and unwrapped where stdout
/// is a file or a pipe.
/// </summary>
internal static class ResultConsole
{
    /// <summary>Wide enough that no table of ours wraps in a log.</summary>
    private const int PlainWidth = 200;

    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = PlainWidth;
        return console;
    }
}
