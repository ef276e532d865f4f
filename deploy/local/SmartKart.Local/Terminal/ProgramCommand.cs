using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using SmartKart.FeatureStore;
using SmartKart.Kafka;
using SmartKart.Pipelines;
using SmartKart.Schemas;

namespace SmartKart.Local.Terminal;

/// <summary>
/// A program's outermost command, and its edge to the shell: here, and only here, errors become one line on stderr and
/// an exit status (<see cref="ExitCode"/>), and Ctrl-C becomes a cancelled token.
/// </summary>
internal sealed class ProgramCommand : Command, IHasExamples
{
    /// <summary>How long a command may take to stop after Ctrl-C before it is cut off.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    private readonly Option<bool> _verbose = new("--verbose") { Description = $"Show the stack traces of errors (also: {Verbosity.Variable}=1).", Recursive = true };

    public ProgramCommand(string name, string description) : base(name, description)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Add(help);
        Add(new VersionOption());
        Add(_verbose);
    }

    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>How its reader starts it, where that is not by its name.</summary>
    public string? StartedAs { get; init; }

    public async Task<int> RunAsync(string[] args)
    {
        var parsed = Parse(args);
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (parsed.Action is ParseErrorAction misuse)
            return await RefuseAsync(parsed, misuse, invocation);
        if (parsed.GetValue(_verbose)) Verbosity.TurnOn();

        try
        {
            return await UntilStoppedAsync(stop => parsed.InvokeAsync(invocation, stop));
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{Name}: stopped");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The edge of the process: whatever it is, its reader gets a line and a status.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await ReportAsync(error);
            return ExitCode.Failed;
        }
    }

    // The parser's own handling of signals begins only where a command first waits: one that comes before would kill it.
    private static async Task<int> UntilStoppedAsync(Func<CancellationToken, Task<int>> invoke)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var cutOff = CutOffAsync(stop.Token);
        return await await Task.WhenAny(invoke(stop.Token), cutOff);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;       // not the runtime's way, which ends the process
            stop.Cancel();
        }
    }

    private static async Task<int> CutOffAsync(CancellationToken stop)
    {
        await StopSignal.WaitAsync(stop);
        await Task.Delay(StopWithin, CancellationToken.None);
        return ExitCode.Interrupted;
    }

    private async Task<int> RefuseAsync(ParseResult parsed, ParseErrorAction misuse, InvocationConfiguration invocation)
    {
        misuse.ShowHelp = false;
        misuse.ShowTypoCorrections = true;
        invocation.Output = Console.Error;
        await parsed.InvokeAsync(invocation);
        var command = string.Join(' ', PathTo(parsed.CommandResult).Skip(1).Prepend(StartedAs ?? Name));
        await Console.Error.WriteLineAsync($"'{command} --help' says how it is used.");
        return ExitCode.WrongUsage;
    }

    private async Task ReportAsync(Exception error)
    {
        // An error of ours carries its own remedy; any other is a surprise, and says what it was.
        var message = HasRemedy(error) ? error.Message : $"{error.Message} ({error.GetType().Name})";
        await Console.Error.WriteLineAsync($"{Name}: {message.ReplaceLineEndings(" ")}");
        if (Verbosity.IsOn)
            await Console.Error.WriteLineAsync(error.ToString());
        else if (!HasRemedy(error))
            await Console.Error.WriteLineAsync("--verbose shows where it came from.");
    }

    // The rooms whose errors say what, where and the remedy by themselves.
    private static bool HasRemedy(Exception error) =>
        error is CommandException or KafkaException or SchemaException or FeatureStoreException or PipelineException or OptionsValidationException;

    private static IEnumerable<string> PathTo(CommandResult command) =>
        command.Parent is CommandResult parent ? PathTo(parent).Append(command.Command.Name) : [command.Command.Name];
}
