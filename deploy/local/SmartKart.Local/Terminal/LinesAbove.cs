using System.Text;
using Spectre.Console;

namespace SmartKart.Local.Terminal;

/// <summary>Stderr while a live display is shown: whole lines go above it, where they stay. Safe to call from several threads.</summary>
internal sealed class LinesAbove(IAnsiConsole console) : TextWriter
{
    private readonly Lock _gate = new();            // guards the line
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        string? line = null;
        lock (_gate)
        {
            if (value != '\n') _line.Append(value);
            else
            {
                line = _line.ToString();
                _line.Clear();
            }
        }
        if (line is not null) console.WriteLine(line);
    }

    public override void Write(string? value)
    {
        foreach (var letter in value ?? "") Write(letter);
    }

    public override void WriteLine(string? value) => Write(value + "\n");
}
