using System.Globalization;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Features;

/// <summary>Shows what became of a history's features.</summary>
/// <param name="EventsArchived">Its events, in the warehouse.</param>
/// <param name="Derived">What topologies made of them, by topic.</param>
/// <param name="Stream">Its tiles, in Redis.</param>
/// <param name="Training">A training set of it.</param>
/// <param name="Parity">How Redis agrees with the warehouse, by each engine.</param>
internal sealed record FeaturesResult(
    long EventsArchived, IReadOnlyDictionary<string, long> Derived, StreamRun Stream, TrainingRun Training, IReadOnlyList<ParityRun> Parity)
{
    /// <summary>For a program: as part of a document.</summary>
    public object ToDocument() => new
    {
        EventsArchived,
        Derived,
        Stream = Stream.ToDocument(),
        TrainingSet = Training,
        Parity = Parity.Select(run => run.ToDocument()),
    };

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        console.WriteLine($"What followed from them: {string.Join(", ", Derived.Select(topic => Invariant($"{topic.Value:N0} {topic.Key}")))}; all of it, and the events, are in the warehouse.");
        console.WriteLine(Invariant($"Features: {Stream.Views} views' tiles of {Stream.Events:N0} events, from the stream to Redis, exactly once, ")
            + Invariant($"{Stream.Elapsed.TotalSeconds:0.0} s from the first one's publication; and a training set of {Training.Labels:N0} order lines × {Training.Features} features, ")
            + Invariant($"each as of its order, in {Training.Seconds:0.0} s."));
        Parity[^1].Print();
        foreach (var run in Parity.SkipLast(1))
        {
            var (engine, values) = (run.Engine.ToString().ToLowerInvariant(), run.Views.Sum(view => view.Values));
            console.WriteLine(Invariant($"The same by the {engine} engine: {values:N0} values, {run.Mismatches:N0} differ."));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
