using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Fraud;
using SmartKart.Backfill.Simulation.Orders;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Truth;
using SmartKart.Backfill.Simulation.Visits;

namespace SmartKart.Backfill.Simulation;

/// <summary>A marketplace as a whole: its parts, and the process that lets days pass and people come.</summary>
internal sealed class Marketplace
{
    private const double VisitsPerUser = 1.5;
    private const double GuestShare = 0.4; // of the users' visits

    private readonly SimulationOptions _options;

    internal Marketplace(SimulationOptions options, TimeSpan shift, ITruthSink? truth)
    {
        _options = options;
        Agenda = new Agenda(options.Start, options.End, shift);
        Chance = new Chance(options.Seed);
        Journal = new Journal(options.Seed, Agenda);
        Storehouse = new Storehouse(Agenda, Chance, Journal);
        Market = new Market(options, Agenda, Chance, Journal, Storehouse);
        Population = new Population(options);
        Truth = new GroundTruth(Agenda, truth);
        Policy = new LoggingPolicy(Chance);
        Attention = new Attention(Chance, Truth);
        Search = new Search(Market, Chance);
        Fulfilment = new Fulfilment(this);
        Checkout = new Checkout(this, new Fraudsters(this, options.FraudRate));
    }

    internal Agenda Agenda { get; }
    internal Chance Chance { get; }
    internal Journal Journal { get; }
    internal Storehouse Storehouse { get; }
    internal Market Market { get; }
    internal Population Population { get; }
    internal GroundTruth Truth { get; }
    internal LoggingPolicy Policy { get; }
    internal Attention Attention { get; }
    internal Search Search { get; }
    internal Fulfilment Fulfilment { get; }
    internal Checkout Checkout { get; }

    /// <summary>Day after day, hour after hour, for as long as the agenda goes on.</summary>
    internal IEnumerable<TimeSpan> Live()
    {
        for (var day = 0; ; day++)
        {
            var drift = _options.Drift is { } planned && planned.Day == day ? planned.Subject : DriftSubject.None;
            if (day == 0) Market.Open();
            else Truth.EndDay(Market.Products);
            if (day > 0 || drift != DriftSubject.None) Market.TurnDay(drift.HasFlag(DriftSubject.Prices));
            if (drift != DriftSubject.None) Population.Drift(drift);
            if (day == 0 || drift.HasFlag(DriftSubject.Tastes)) Truth.Tell(Population);
            for (var hour = 0; hour < 24; hour++)
            {
                var visits = _options.Users * VisitsPerUser * Rhythm.VisitsIn(Agenda.Now);
                for (var left = Chance.Poisson(visits); left > 0; left--) Arrive(Population.Any(Chance));
                for (var left = Chance.Poisson(visits * GuestShare); left > 0; left--) Arrive(Population.NewGuest());
                yield return TimeSpan.FromHours(1);
            }
        }
    }

    private void Arrive(Shopper shopper) => Agenda.Begin(Chance.Seconds(0, 3599), new Visit(shopper, this).Live());
}
