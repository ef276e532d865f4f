using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SmartKart.Local.Terminal;

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var status = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not IHasExamples { Examples: { Count: > 0 } examples })
            return status;

        var output = parseResult.InvocationConfiguration.Output;
        var width = examples.Max(example => example.Line.Length);
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example.Line.PadRight(width)}  {example.Does}");
        output.WriteLine();
        return status;
    }
}
