using System.CommandLine;
using SmartKart.Local.Terminal;
using SmartKart.Serving;
using SmartKart.Serving.Access;

namespace SmartKart.Local.Commands;

/// <summary>Makes a key: prints its secret, this once, and what the file of keys gets.</summary>
internal sealed class ServeKeyCommand : Command, IHasExamples
{
    private const int UsualRate = 100;

    private readonly Option<string> _name = new("--name") { Description = "Whose it is.", HelpName = "name", Required = true };
    private readonly Option<string> _scopes = new("--scopes")
    {
        Description = $"What it may be used for, with commas between: {string.Join(", ", ScopeNames.All)}.",
        HelpName = "scopes",
        Required = true,
    };
    private readonly Option<double?> _rate = new("--requests-per-s")
    {
        Description = $"How many requests a second it may ask over time. {UsualRate} unless set.",
        HelpName = "number",
    };
    private readonly Option<int?> _burst = new("--burst") { Description = "How many at once. Twice as many as a second unless set.", HelpName = "number" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of lines." };

    public ServeKeyCommand() : base(
        "key", "Make a key for the API: print its secret, which nobody keeps, and the entry of the file of keys, which has its SHA-256.")
    {
        foreach (var option in new Option[] { _name, _scopes, _rate, _burst, _json }) Add(option);
        SetAction(Run);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart serve key --name shop --scopes recommend,events", "what the pages of a shop need"),
        new("smartkart serve key --name dashboard --scopes models,catalogue --requests-per-s 1 --json", "the same for a program to read"),
    ];

    private int Run(ParseResult parsed)
    {
        var rate = parsed.GetValue(_rate) ?? UsualRate;
        var scopes = parsed.GetRequiredValue(_scopes).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var key = NewKey.Make(parsed.GetRequiredValue(_name), scopes, rate, parsed.GetValue(_burst) ?? (int)Math.Ceiling(2 * rate));
            if (!parsed.GetValue(_json)) Print(key);
            else JsonOutput.Print(new { key.Name, key.Secret, key.Sha256, key.Scopes, key.RequestsPerS, key.Burst, Entry = key.ToEntry() });
            return ExitCode.Done;
        }
        catch (ServingException fault)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private static void Print(NewKey key)
    {
        Console.WriteLine($"secret  {key.Secret}");
        Console.WriteLine();
        Console.WriteLine($"Give it to {key.Name}: it is shown this once. The file of keys (Serving:KeysFile, --keys) gets, below 'keys:',");
        Console.WriteLine();
        Console.Write(key.ToEntry());
    }
}
