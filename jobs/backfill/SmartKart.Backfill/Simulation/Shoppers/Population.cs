using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Shoppers;

/// <summary>
/// The customers, each made at the first visit: who they are follows from the seed and their number alone. Their zeal is of a long tail (lognormal), so
/// some come daily and many hardly ever.
/// </summary>
internal sealed class Population
{
    private const double ZealSpread = 1.0;

    private readonly SimulationOptions _options;
    private readonly Shopper?[] _known;
    private readonly double[] _zealUpTo; // summed up, to draw by
    private int _guests;
    private bool _hasTasteDrifted;
    private bool _haveDevicesDrifted;

    internal Population(SimulationOptions options)
    {
        _options = options;
        _known = new Shopper?[options.Users];
        _zealUpTo = new double[options.Users];
        var sum = 0.0;
        for (var number = 0; number < options.Users; number++) _zealUpTo[number] = sum += Zeal(new Chance(options.Seed, ChanceUse.User, number));
    }

    /// <summary>Users, also those who never came yet.</summary>
    internal int Count => _known.Length;

    /// <summary>The share of all users' visits that are this one's.</summary>
    internal double ShareOf(int number) => (_zealUpTo[number] - (number == 0 ? 0 : _zealUpTo[number - 1])) / _zealUpTo[^1];

    /// <summary>One of them, the zealous ones more often.</summary>
    internal Shopper Any(Chance chance)
    {
        var at = Array.BinarySearch(_zealUpTo, chance.Uniform() * _zealUpTo[^1]);
        return this[Math.Min(at < 0 ? ~at : at, Count - 1)];
    }

    internal Shopper this[int number] => _known[number] ??= Make(number, $"user-{number + 1}", new Chance(_options.Seed, ChanceUse.User, number));

    internal Shopper NewGuest()
    {
        var number = _guests++;
        return Make(-1, $"anon:{number + 1}", new Chance(_options.Seed, ChanceUse.Guest, number));
    }

    /// <summary>Lets those who are there and those who will come change.</summary>
    internal void Drift(DriftSubject subject)
    {
        if (subject.HasFlag(DriftSubject.Tastes)) _hasTasteDrifted = true;
        if (subject.HasFlag(DriftSubject.Devices)) _haveDevicesDrifted = true;
        foreach (var shopper in _known)
        {
            if (shopper is null) continue;
            if (subject.HasFlag(DriftSubject.Tastes)) Taste.Turn(shopper.Taste);
            if (subject.HasFlag(DriftSubject.Devices)) shopper.Identity = Moved(shopper.Identity, shopper.LaterDevice);
        }
    }

    private static double Zeal(Chance chance) => chance.LogNormal(1, ZealSpread);

    private Shopper Make(int number, string userId, Chance chance)
    {
        Zeal(chance); // the first number of their sequence
        var taste = Taste.Draw(chance);
        if (_hasTasteDrifted) Taste.Turn(taste);
        var identity = NewIdentity(userId, chance, isGuest: number < 0);
        var later = Identities.Device(chance, isDrifted: true);
        return new Shopper
        {
            Number = number,
            Identity = _haveDevicesDrifted ? Moved(identity, later) : identity,
            Taste = taste,
            PriceSensitivity = chance.LogNormal(1, 0.4),
            Impatience = chance.Uniform(0.2, 0.4),
            WeeklyBudget = chance.LogNormal(120, 0.7),
            IsPersonal = chance.Happens(0.5),
            LaterDevice = later,
        };
    }

    private Identity NewIdentity(string userId, Chance chance, bool isGuest)
    {
        var country = Identities.Country(chance);
        var shipping = Identities.Address(chance, country);
        return new Identity
        {
            UserId = userId,
            Device = Identities.Device(chance, isDrifted: false),
            DeviceId = $"device-{userId.Replace("anon:", "guest-", StringComparison.Ordinal)}",
            NetworkAddress = Identities.Network(chance),
            NetworkCountry = country,
            Country = country,
            Card = Identities.Card(chance, chance.Happens(0.97) ? country : Identities.Country(chance)),
            ShippingAddress = shipping,
            BillingAddress = chance.Happens(0.9) ? shipping : Identities.Address(chance, country),
            AccountCreatedAt = isGuest ? null : _options.Start - TimeSpan.FromSeconds(chance.Between(1, 1_000) * 86_400L + chance.Below(86_400)),
        };
    }

    private static Identity Moved(Identity identity, DeviceType device) =>
        device == identity.Device ? identity : identity with { Device = device, DeviceId = identity.DeviceId + "-2" };
}
