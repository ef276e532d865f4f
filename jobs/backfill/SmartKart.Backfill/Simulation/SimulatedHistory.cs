using System.ComponentModel.DataAnnotations;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Simulation.Truth;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Simulation;

/// <summary>
/// A made-up marketplace over some days, told in time order: what commerce services would have published of it. It has no input rows to account for, and
/// keeps no more than its users, its products and what is under way. docs/simulator.md says what behaviour follows from.
/// </summary>
public sealed class SimulatedHistory : IHistory
{
    /// <summary>Grows when the same options give other events than before.</summary>
    internal const int RulesVersion = 2;

    private readonly SimulationOptions _options;
    private readonly TimeSpan _shift;
    private readonly ITruthSink? _truth;

    /// <summary>The topics that its events belong to.</summary>
    internal static IReadOnlyList<string> SimulatedTopics { get; } =
    [
        Topics.CartUpdated, Topics.Clickstream, Topics.InventoryUpdated, Topics.OrderPlaced, Topics.OrderStatusChanged, Topics.PaymentProcessed,
        Topics.ProductReviewed, Topics.ProductUpserted,
    ];

    /// <summary>Plans a history; nothing happens until it is read.</summary>
    /// <param name="options">How large a marketplace, how long, and the seed.</param>
    /// <param name="shift">How much later everything is told to have happened; the ids stay.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public SimulatedHistory(SimulationOptions options, TimeSpan shift = default) : this(options, shift, truth: null) { }

    internal SimulatedHistory(SimulationOptions options, TimeSpan shift, ITruthSink? truth)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (options.Start.UtcDateTime.TimeOfDay != TimeSpan.Zero) throw new ValidationException("A simulated history begins at a midnight, in UTC.");
        (_options, _shift, _truth) = (options, shift, truth);
    }

    /// <inheritdoc/>
    public string Name =>
        $"{(_options.Days == 1 ? "a simulated day" : $"{_options.Days} simulated days")} ({_options.Users} users, {_options.Merchants} merchants, "
        + $"{_options.Products} products, seed {_options.Seed})";

    /// <inheritdoc/>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        var marketplace = new Marketplace(_options, _shift, _truth);
        var (agenda, journal) = (marketplace.Agenda, marketplace.Journal);
        agenda.Begin(TimeSpan.Zero, marketplace.Live());
        while (agenda.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var at = 0; at < journal.Written.Count; at++) yield return journal.Written[at];
            journal.Clear();
        }
        marketplace.Truth.End(marketplace.Market.Products);
    }
}
