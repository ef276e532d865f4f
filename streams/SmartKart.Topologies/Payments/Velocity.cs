namespace SmartKart.Topologies.Payments;

/// <summary>How a user, a card or an address paid before a payment.</summary>
/// <param name="Payer">Whose.</param>
/// <param name="Payment">The payment's first answer.</param>
/// <param name="Attempts10m">Attempts of the 10 minutes before.</param>
/// <param name="Attempts1h">Attempts of the hour before.</param>
/// <param name="Attempts24h">Attempts of the 24 hours before.</param>
/// <param name="Declines24h">Those of them that were declined or failed.</param>
/// <param name="Amount1h">What was attempted in the hour before, in the payment's currency.</param>
/// <param name="Amount24h">What was attempted in the 24 hours before, in the payment's currency.</param>
/// <param name="Cards24h">Distinct cards of the 24 hours before.</param>
/// <param name="Users24h">Distinct users of the 24 hours before.</param>
/// <param name="Deviation30d">How many standard deviations the amount is from the mean of the 30 days before; null where that can't be said.</param>
internal sealed record Velocity(
    Payer Payer, PaymentAttempt Payment, int Attempts10m, int Attempts1h, int Attempts24h, int Declines24h, decimal Amount1h, decimal Amount24h, int Cards24h,
    int Users24h, double? Deviation30d);

/// <summary>Adds attempts up, those of one payer before one payment. Made once and used again.</summary>
internal sealed class VelocitySum
{
    private const long MinuteMicros = 60_000_000, HourMicros = 60 * MinuteMicros, DayMicros = 24 * HourMicros;
    private const int LeastForDeviation = 3;

    private readonly HashSet<string> _cards = new(StringComparer.Ordinal);
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private int _attempts10m, _attempts1h, _attempts24h, _declines24h, _count;
    private decimal _amount1h, _amount24h;
    private double _mean, _squares;

    /// <summary>How far back the attempts of a payer matter.</summary>
    public static long SpanMicros(Payer payer) => payer == Payer.User ? 30 * DayMicros : DayMicros;

    public void Clear()
    {
        _cards.Clear();
        _users.Clear();
        (_attempts10m, _attempts1h, _attempts24h, _declines24h, _count) = (0, 0, 0, 0, 0);
        (_amount1h, _amount24h, _mean, _squares) = (0, 0, 0, 0);
    }

    /// <summary>Adds an attempt before the payment.</summary>
    public void Add(PaymentAttempt payment, PaymentAttempt before)
    {
        var agoMicros = payment.AtMicros - before.AtMicros;
        var isOneCurrency = before.Currency == payment.Currency;
        if (isOneCurrency) AddToMean((double)before.Amount);
        if (agoMicros >= DayMicros) return;
        _attempts24h++;
        if (before.IsRefused) _declines24h++;
        if (isOneCurrency) _amount24h += before.Amount;
        if (before.Card is { } card) _cards.Add(card);
        _users.Add(before.UserId);
        if (agoMicros >= HourMicros) return;
        _attempts1h++;
        if (isOneCurrency) _amount1h += before.Amount;
        if (agoMicros < 10 * MinuteMicros) _attempts10m++;
    }

    public Velocity Of(Payer payer, PaymentAttempt payment) =>
        new(
            payer, payment, _attempts10m, _attempts1h, _attempts24h, _declines24h, _amount1h, _amount24h, _cards.Count, _users.Count,
            Deviation((double)payment.Amount));

    // Welford, "Note on a method for calculating corrected sums of squares and products", 1962: no difference of large sums.
    private void AddToMean(double amount)
    {
        _count++;
        var difference = amount - _mean;
        _mean += difference / _count;
        _squares += difference * (amount - _mean);
    }

    private double? Deviation(double amount) => _count >= LeastForDeviation && _squares > 0 ? (amount - _mean) / Math.Sqrt(_squares / (_count - 1)) : null;
}
