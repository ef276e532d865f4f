namespace SmartKart.Backfill.Simulation.Fraud;

/// <summary>
/// Commits as much fraud as was asked for: each honest order adds to what is owed, and when most of the next deed's orders are owed it is done. So the share
/// is kept closely, whatever people buy, and honest hours have their fraud.
/// </summary>
internal sealed class Fraudsters
{
    private static readonly int[] KindShares = [35, 30, 35];

    private readonly Marketplace _shop;
    private readonly Chance _chance;
    private readonly double _owedForOrder;
    private double _owed;
    private Incident _next;

    internal Fraudsters(Marketplace shop, double rate)
    {
        (_shop, _chance) = (shop, shop.Chance);
        _owedForOrder = rate / (1 - rate);
        _next = Plan();
    }

    /// <summary>An honest order was placed.</summary>
    internal void OrderWasPlaced()
    {
        _owed += _owedForOrder;
        while (_owed > 0.5 * _next.Orders)
        {
            _owed -= _next.Orders;
            _shop.Agenda.Begin(_chance.Seconds(0, 1800), Commit(_next));
            _next = Plan();
        }
    }

    private Incident Plan()
    {
        var kind = (FraudKind)_chance.Weighted(KindShares);
        var orders = kind switch
        {
            FraudKind.CardTesting => _chance.Between(3, 8),
            FraudKind.SharedAddress => _chance.Between(3, 9),
            _ => _chance.Between(1, 2),
        };
        return new Incident(_shop.Journal.NextId("incident"), kind, orders);
    }

    private IEnumerable<TimeSpan> Commit(Incident incident) => incident.Kind switch
    {
        FraudKind.CardTesting => Schemes.CardTesting(incident, _shop),
        FraudKind.SharedAddress => Schemes.SharedAddress(incident, _shop),
        _ => Schemes.AccountTakeover(incident, _shop),
    };
}
