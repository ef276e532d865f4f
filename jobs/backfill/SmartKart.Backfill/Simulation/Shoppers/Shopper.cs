using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Shoppers;

/// <summary>Who buys: what others see of them, what they like, and what they can spend. All that is kept of a user.</summary>
internal sealed class Shopper
{
    /// <summary>From 0; -1 for a guest.</summary>
    internal required int Number { get; init; }
    internal required Identity Identity { get; set; }
    internal required float[] Taste { get; init; }

    /// <summary>How much prices count for them: 1 in the middle.</summary>
    internal required double PriceSensitivity { get; init; }

    /// <summary>The chance that they leave after each list.</summary>
    internal required double Impatience { get; init; }
    internal required double WeeklyBudget { get; init; }

    /// <summary>Which arm of the experiment they are in, visit after visit.</summary>
    internal required bool IsPersonal { get; init; }

    /// <summary>What device they change to if devices drift.</summary>
    internal required DeviceType LaterDevice { get; init; }

    private double _money = double.NaN; // who wasn't here yet has what a week brings
    private double _countedOn;

    /// <summary>What they have to spend: it grows by the day, up to what two weeks bring.</summary>
    internal double Money(double day)
    {
        if (double.IsNaN(_money)) (_money, _countedOn) = (WeeklyBudget, day);
        _money = Math.Min(2 * WeeklyBudget, _money + (day - _countedOn) * WeeklyBudget / 7);
        _countedOn = day;
        return _money;
    }

    internal void Spend(double amount, double day) => _money = Math.Max(0, Money(day) - amount);

    internal void Earn(double amount) => _money += amount;
}
