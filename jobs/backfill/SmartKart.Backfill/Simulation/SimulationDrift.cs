using System.Globalization;

namespace SmartKart.Backfill.Simulation;

/// <summary>A break in a simulated marketplace, for models to notice: from one day on, something is no longer as it was.</summary>
/// <param name="Day">From the midnight after so many days; 0 is from the start.</param>
/// <param name="Subject">What changes.</param>
public sealed record SimulationDrift(int Day, DriftSubject Subject)
{
    /// <summary>Reads <c>30</c> (everything changes after 30 days) or <c>30:tastes</c>, <c>30:prices</c>, <c>30:devices</c>.</summary>
    /// <returns>Null where it is none.</returns>
    public static SimulationDrift? Parse(string text)
    {
        var (day, kind) = text.Split(':') is { Length: <= 2 } parts ? (parts[0], parts.Length == 2 ? parts[1] : "all") : ("", "");
        if (!int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return kind switch
        {
            "tastes" => new SimulationDrift(number, DriftSubject.Tastes),
            "prices" => new SimulationDrift(number, DriftSubject.Prices),
            "devices" => new SimulationDrift(number, DriftSubject.Devices),
            "all" => new SimulationDrift(number, DriftSubject.All),
            _ => null,
        };
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day}:{Subject.ToString().ToLowerInvariant()}");
}

/// <summary>What a drift changes.</summary>
[Flags]
public enum DriftSubject
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What people like: their style vectors are turned by a right angle, and their departments are exchanged.</summary>
    Tastes = 1,

    /// <summary>What things cost: half of the categories 30 % more, the others 20 % less.</summary>
    Prices = 2,

    /// <summary>What people use: from mostly browsers on phones to mostly the app.</summary>
    Devices = 4,

    /// <summary>All of them.</summary>
    All = Tastes | Prices | Devices,
}
