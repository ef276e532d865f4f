using SmartKart.Backfill.Histories;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Simulation.Folders;

/// <summary>About how many events a simulation will have: a small one of the same kind is run, and scaled up.</summary>
public static class SimulationEstimate
{
    private const int SampleUsers = 500;
    private const int SampleDays = 21; // long enough for what follows from orders to have come

    /// <summary>Estimates. Takes a few seconds at most.</summary>
    /// <param name="options">What would be simulated.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Events by topic; where the simulation is no larger than the sample, exactly those it will have.</returns>
    public static IReadOnlyDictionary<string, long> Of(SimulationOptions options, CancellationToken cancellation)
    {
        var sample = options with
        {
            Users = Math.Min(options.Users, SampleUsers),
            Days = Math.Min(options.Days, SampleDays),
            Drift = options.Drift is { } drift && drift.Day < SampleDays ? drift : null,
        };
        var events = SimulatedHistory.SimulatedTopics.ToDictionary(topic => topic, _ => 0L);
        foreach (var each in new SimulatedHistory(sample).Read(new RowAccount(), cancellation)) events[each.Topic]++;
        var days = (double)options.Days / sample.Days;
        var users = (double)options.Users / sample.Users;
        return events.ToDictionary(
            topic => topic.Key,
            // The catalogue is told once whoever comes, and changes with the days.
            topic => (long)Math.Round(
                topic.Key == Topics.ProductUpserted ? options.Products + (topic.Value - options.Products) * days : topic.Value * days * users));
    }
}
