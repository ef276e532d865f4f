using System.ComponentModel.DataAnnotations;
using SmartKart.Backfill.Histories;

namespace SmartKart.Backfill.Simulation;

/// <summary>
/// A made-up day of a marketplace: visits, carts, orders, payments and stock, in time order. It has no input rows to account for.
/// </summary>
public sealed class SimulatedHistory : IHistory
{
    private const double VisitsPerUser = 1.5;
    private const double GuestShare = 0.4; // of the users' visits

    // Visits by hour of the day: a quiet night, a lunch break, a busy evening.
    private static readonly int[] VisitsByHour = [6, 3, 2, 1, 1, 2, 5, 10, 16, 20, 22, 24, 28, 26, 23, 22, 24, 28, 34, 40, 42, 36, 24, 12];

    private readonly SimulationOptions _options;

    /// <summary>The topics that its events belong to.</summary>
    internal static IReadOnlyList<string> Topics { get; } = ["cart_updated", "clickstream", "inventory_updated", "order_placed", "payment_processed"];

    /// <summary>Plans a day; nothing happens until it is read.</summary>
    /// <param name="options">How large a marketplace, and the seed.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public SimulatedHistory(SimulationOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _options = options;
    }

    /// <inheritdoc/>
    public string Name =>
        $"a simulated day ({_options.Users} users, {_options.Merchants} merchants, {_options.Products} products, seed {_options.Seed})";

    /// <inheritdoc/>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        var (agenda, chance, journal) = (new Agenda(_options.Start), new Chance(_options.Seed), new Journal(_options.Seed));
        var marketplace = new Marketplace(_options, chance);
        var checkout = new Checkout(new Storehouse(agenda, chance, journal), agenda, chance, journal);

        var visits = (int)Math.Ceiling(_options.Users * VisitsPerUser);
        for (var i = 0; i < visits; i++) Arrive(marketplace.Users[chance.Below(_options.Users)]);
        for (var i = 0; i < visits * GuestShare; i++) Arrive(marketplace.NewGuest());

        while (agenda.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var historyEvent in journal.Take()) yield return historyEvent;
        }

        void Arrive(Shopper shopper)
        {
            var at = TimeSpan.FromHours(chance.Weighted(VisitsByHour)) + chance.Seconds(0, 3599);
            agenda.Start(at, new Visit(shopper, marketplace, checkout, agenda, chance, journal).Live());
        }
    }
}
