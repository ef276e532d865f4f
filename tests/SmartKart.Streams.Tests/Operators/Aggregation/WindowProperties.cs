using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Windows of random histories, records late and out of order, are what <see cref="WindowOracles"/> computes from the whole history:
/// in memory and on disk, cached and not, committed at random moments, each update or the final results alone.
/// </summary>
public sealed class WindowProperties
{
    private const int Records = 80;
    private const int StepMs = 10;

    public enum How { InMemory, Persistent, Cached, OnClose, OnClosePersistent, Suppressed, SuppressedPersistent }

    public static TheoryData<How> Ways => [.. Enum.GetValues<How>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Tumbling_and_hopping_windows_hold_the_records_that_came_while_they_were_open(How how) => ForEachSeed(how, random =>
    {
        var sizeMs = random.Next(1, 40);
        var advanceMs = random.Next(2) == 0 ? sizeMs : random.Next(1, sizeMs + 1);
        var graceMs = random.Next(0, 40);
        var windows = TimeWindows.OfSizeAndGrace(Ms(sizeMs), Ms(graceMs)).AdvanceBy(Ms(advanceMs));
        var history = RandomHistory.Of(random, Records, StepMs);
        var expected = WindowOracles.Time(history, sizeMs, advanceMs, graceMs);
        var all = IsFinal(how) ? WindowOracles.Closed(expected, history, graceMs, endIncluded: false) : expected;
        return (grouped => Aggregate(grouped.WindowedBy(windows), how), Serdes.TimeWindowed(Serdes.String(), windows.Size), history, all);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Sliding_windows_are_one_for_each_combination_of_records(How how) => ForEachSeed(how, random =>
    {
        var differenceMs = random.Next(0, 40);
        var graceMs = random.Next(0, 40);
        var windows = SlidingWindows.OfTimeDifferenceAndGrace(Ms(differenceMs), Ms(graceMs));
        var history = RandomHistory.Of(random, Records, StepMs, latenessMs => latenessMs <= graceMs || latenessMs > graceMs + differenceMs);
        var expected = WindowOracles.Sliding(history, differenceMs, graceMs);
        var all = IsFinal(how) ? WindowOracles.Closed(expected, history, graceMs, endIncluded: true) : expected;
        return (grouped => Aggregate(grouped.WindowedBy(windows), how), Serdes.TimeWindowed(Serdes.String(), windows.TimeDifference), history, all);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Sessions_are_the_records_that_gaps_connect(How how) => ForEachSeed(how, random =>
    {
        var gapMs = random.Next(1, 20);
        var graceMs = random.Next(0, 40);
        var windows = SessionWindows.OfInactivityGapAndGrace(Ms(gapMs), Ms(graceMs));
        var history = RandomHistory.Of(random, Records, StepMs);
        var expected = WindowOracles.Sessions(history, gapMs, graceMs);
        var all = IsFinal(how) ? WindowOracles.Closed(expected, history, gapMs + graceMs, endIncluded: true) : expected;
        return (grouped => Aggregate(grouped.WindowedBy(windows), how), Serdes.SessionWindowed(Serdes.String()), history, all);
    });

    private static IKTable<Windowed<string>, string> Aggregate(IWindowedKStream<string, string> windowed, How how)
    {
        var table = windowed.EmitStrategy(IsOnClose(how) ? EmitStrategy.OnWindowClose : EmitStrategy.OnWindowUpdate)
            .Aggregate(() => "", WindowedDriver.Append, KeptWindows.Kept(!IsPersistent(how)));
        return IsSuppressed(how) ? table.Suppress(Suppressed.UntilWindowCloses()) : table;
    }

    private static IKTable<Windowed<string>, string> Aggregate(ISessionWindowedKStream<string, string> windowed, How how)
    {
        var table = windowed.EmitStrategy(IsOnClose(how) ? EmitStrategy.OnWindowClose : EmitStrategy.OnWindowUpdate)
            .Aggregate(() => "", WindowedDriver.Append, (_, earlier, later) => earlier + later, KeptWindows.Kept(!IsPersistent(how)));
        return IsSuppressed(how) ? table.Suppress(Suppressed.UntilWindowCloses()) : table;
    }

    private static bool IsOnClose(How how) => how is How.OnClose or How.OnClosePersistent;

    private static bool IsSuppressed(How how) => how is How.Suppressed or How.SuppressedPersistent;

    private static bool IsFinal(How how) => IsOnClose(how) || IsSuppressed(how);

    private static bool IsPersistent(How how) => how is How.Persistent or How.OnClosePersistent or How.SuppressedPersistent;

    private static TimeSpan Ms(long ms) => TimeSpan.FromMilliseconds(ms);

    private static void ForEachSeed(
        How how,
        Func<Random, (Func<IKGroupedStream<string, string>, IKTable<Windowed<string>, string>> Aggregate, ISerde<Windowed<string>> Keys,
            List<Arrival> History, List<ExpectedWindow> Expected)> make)
    {
        for (var seed = 1; seed <= (IsPersistent(how) ? 12 : 150); seed++)
        {
            var random = new Random(seed);
            var (aggregate, keys, history, expected) = make(random);
            using var driver = new WindowedDriver(aggregate, keys, new TopologyTestDriverOptions { CachingEnabled = how == How.Cached });
            foreach (var arrival in history)
            {
                driver.Pipe(arrival.Key, arrival.Value, arrival.TimeMs);
                if (random.Next(10) == 0) driver.Driver.Commit();
            }
            driver.Driver.Commit();
            var updates = driver.Updates();
            if (IsFinal(how)) updates.Select(update => (update.Key, update.StartMs, update.EndMs)).ShouldBeUnique($"seed {seed}: a final result comes once");
            Actual(updates).ShouldBe(expected, ignoreOrder: true, customMessage: $"seed {seed}");
        }
    }

    private static List<ExpectedWindow> Actual(IReadOnlyList<Update> updates)
    {
        var times = updates.GroupBy(update => (update.Key, update.StartMs, update.EndMs)).ToDictionary(group => group.Key, group => group.Last().TimeMs);
        return [.. WindowedDriver.Table(updates).Select(row =>
            new ExpectedWindow(row.Key.Key, row.Key.StartMs, row.Key.EndMs, RandomHistory.Sorted(row.Value), times[row.Key]))];
    }
}
