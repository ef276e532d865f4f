namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>The days, in UTC, on which events happened. Hot path: per event.</summary>
internal sealed class EventDays
{
    private const long MicrosPerDay = 86_400_000_000;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private readonly SortedSet<int> _days = [];
    private long _first = long.MaxValue;     // of the last event's day, in microseconds since 1970; events of a day come together
    private long _end = long.MinValue;

    /// <summary>In order of time.</summary>
    internal IEnumerable<DateOnly> InOrder => _days.Select(DateOnly.FromDayNumber);

    /// <summary>Takes note of an event.</summary>
    /// <param name="micros">Since 1970, in the years 1 to 9999.</param>
    internal void Add(long micros)
    {
        if (micros >= _first && micros < _end) return;
        var day = micros >= 0 ? micros / MicrosPerDay : (micros - MicrosPerDay + 1) / MicrosPerDay;
        (_first, _end) = (day * MicrosPerDay, (day + 1) * MicrosPerDay);
        _days.Add((int)day + EpochDay);
    }
}
