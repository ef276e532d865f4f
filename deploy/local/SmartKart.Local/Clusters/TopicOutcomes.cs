using SmartKart.Kafka;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Clusters;

/// <summary>Prints what became of each topic that a command was to create or delete.</summary>
internal static class TopicOutcomes
{
    /// <param name="results">What became of them.</param>
    /// <param name="done">The word for what was done.</param>
    /// <param name="already">The words for what needed no doing.</param>
    /// <param name="alreadyCode">The refusal that says so.</param>
    /// <param name="isAlreadyFine">Whether that is no failure.</param>
    /// <param name="json">One JSON document.</param>
    /// <returns>The exit status: failed where any topic did.</returns>
    public static int Print(IReadOnlyList<AdminResult> results, string done, string already, KafkaErrorCode alreadyCode, bool isAlreadyFine, bool json)
    {
        Outcome[] outcomes = [.. results.Select(result => Outcome.Of(result, done, already, alreadyCode, isAlreadyFine))];
        if (json) JsonOutput.Print(new { topics = outcomes });
        foreach (var outcome in outcomes)
        {
            if (outcome.Error is not null) Console.Error.WriteLine($"smartkart: {outcome.Error}");
            else if (!json) Console.WriteLine($"{outcome.Topic}: {outcome.Result}");
        }
        return outcomes.Any(outcome => outcome.Error is not null) ? ExitCode.Failed : ExitCode.Done;
    }

    private sealed record Outcome(string Topic, string Result, string? Error)
    {
        public static Outcome Of(AdminResult result, string done, string already, KafkaErrorCode alreadyCode, bool isAlreadyFine) => result.Error switch
        {
            null => new(result.Name, done, Error: null),
            { } refusal when refusal.Code == alreadyCode && isAlreadyFine => new(result.Name, already, Error: null),
            { } refusal => new(result.Name, "failed", refusal.Message),
        };
    }
}
