using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.Inventory;

/// <summary>The stock of a product in a warehouse as it stands, and how it sold. Kept as JSON, so a field may be added.</summary>
public sealed record LiveStock
{
    /// <summary>How many days back sales are kept: the longest span that is told.</summary>
    private const int MaxDays = 30;

    /// <summary>Whose stock it is; null where unknown.</summary>
    public string? MerchantId { get; init; }

    /// <summary>Units that can be sold now, negative where more was sold than counted; null where only movements are known, and no count.</summary>
    public int? Quantity { get; init; }

    /// <summary>Units at or below which it is low; null where none is set.</summary>
    public int? ReorderPoint { get; init; }

    /// <summary>When it last moved.</summary>
    public DateTimeOffset MovedAt { get; init; }

    /// <summary>When it was last told as a whole rather than as a movement; null where it never was.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>Units sold by day, oldest first, of the 30 days that end with the latest.</summary>
    public ImmutableArray<DaySales> Sold { get; init; } = [];

    /// <summary>The latest movements, by the ids of their events, oldest first.</summary>
    public ImmutableArray<Guid> Remembered { get; init; } = [];

    /// <summary>How low it is: out, low, or unknown where it is neither, or the quantity is not known.</summary>
    [JsonIgnore]
    public StockLevel Level => LevelOf(Quantity, ReorderPoint);

    /// <summary>Units sold in some days, whole UTC days, the day given included.</summary>
    /// <param name="days">1 to 30.</param>
    /// <param name="today">The last of them.</param>
    public long SoldIn(int days, DateOnly today)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        var units = 0L;
        foreach (var day in Sold)
            if (day.Day <= today && day.Day > today.AddDays(-days)) units += day.Units;
        return units;
    }

    /// <summary>Of what could have been sold in some days the share that was: sold ÷ (sold + quantity, where above 0).</summary>
    /// <returns>0 to 1; null where there was nothing to sell, or the quantity is not known.</returns>
    /// <inheritdoc cref="SoldIn"/>
    public double? SellThrough(int days, DateOnly today)
    {
        var sold = SoldIn(days, today);
        return Quantity is { } quantity && sold + Math.Max(quantity, 0) is > 0 and var sellable ? (double)sold / sellable : null;
    }

    /// <summary>The level of a quantity.</summary>
    internal static StockLevel LevelOf(int? quantity, int? reorderPoint) => quantity switch
    {
        <= 0 => StockLevel.Out,
        _ when quantity <= reorderPoint => StockLevel.Low,
        _ => StockLevel.Unknown,
    };

    /// <summary>The stock after a movement. What tells the whole counts from then on; what is older than the last such telling is part of it already.</summary>
    internal LiveStock After(InventoryUpdated movement, int remembered)
    {
        var isCounted = CountedAt > movement.OccurredAt;
        return this with
        {
            MerchantId = movement.MerchantId ?? MerchantId,
            Quantity = isCounted ? Quantity : movement.QuantityAfter ?? Quantity + movement.QuantityDelta,
            CountedAt = isCounted || movement.QuantityAfter is null ? CountedAt : movement.OccurredAt,
            ReorderPoint = isCounted ? ReorderPoint : movement.ReorderPoint,
            MovedAt = movement.OccurredAt > MovedAt ? movement.OccurredAt : MovedAt,
            Sold = movement is { Reason: StockChangeReason.Sold, QuantityDelta: < 0 and var delta } ? WithSale(DayOf(movement.OccurredAt), -(long)delta) : Sold,
            Remembered = Remembered.RemoveRange(0, Math.Max(0, Remembered.Length - remembered + 1)).Add(movement.EventId),
        };
    }

    internal static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private ImmutableArray<DaySales> WithSale(DateOnly day, long units)
    {
        var latest = Sold is [.., var last] && last.Day > day ? last.Day : day;
        var sold = Sold;
        var place = 0;
        while (place < sold.Length && sold[place].Day < day) place++;
        sold = place < sold.Length && sold[place].Day == day
            ? sold.SetItem(place, new DaySales(day, sold[place].Units + units))
            : sold.Insert(place, new DaySales(day, units));
        while (sold[0].Day <= latest.AddDays(-MaxDays)) sold = sold.RemoveAt(0);
        return sold;
    }
}

/// <summary>What was sold on a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Units">Units sold; returns are not taken off.</param>
public readonly record struct DaySales(DateOnly Day, long Units);
