namespace SmartKart.Local.Testing;

/// <summary>A test that has begun and not ended, and for how long it runs.</summary>
internal sealed record RunningTest(string Name, TimeSpan For);

/// <summary>
/// What a test program has begun and not ended, and for how long nothing began or ended. Safe to call from several threads: one
/// reads what the program says, another watches the clock.
/// </summary>
internal sealed class RunningTests(TimeProvider time)
{
    private readonly Lock _counting = new();
    private readonly Dictionary<string, (string Name, long Began)> _tests = [];
    private readonly Dictionary<string, string> _classes = [];
    private readonly HashSet<string> _told = [];
    private long _lastChange = time.GetTimestamp();

    /// <summary>How long ago a test, or a class of tests, last began or ended; at first, since when this is.</summary>
    public TimeSpan StoodStillFor
    {
        get
        {
            lock (_counting)
                return time.GetElapsedTime(_lastChange);
        }
    }

    /// <summary>The tests that run, the longest first.</summary>
    public IReadOnlyList<RunningTest> Tests
    {
        get
        {
            lock (_counting)
                return [.. _tests.Values.OrderBy(test => test.Began).Select(test => new RunningTest(test.Name, time.GetElapsedTime(test.Began)))];
        }
    }

    /// <summary>The classes that have begun and not ended: where no test runs, one of their fixtures does.</summary>
    public IReadOnlyList<string> Classes
    {
        get
        {
            lock (_counting)
                return [.. _classes.Values.Order(StringComparer.Ordinal)];
        }
    }

    public void BeginTest(string id, string name) => Change(() => _tests[id] = (name, time.GetTimestamp()));

    public void EndTest(string id) => Change(() => _tests.Remove(id));

    public void BeginClass(string id, string name) => Change(() => _classes[id] = name);

    public void EndClass(string id) => Change(() => _classes.Remove(id));

    /// <summary>The tests that have run for as long as given or longer, each once.</summary>
    public IReadOnlyList<RunningTest> TakeLong(TimeSpan atLeast)
    {
        lock (_counting)
        {
            var found = _tests.Where(test => time.GetElapsedTime(test.Value.Began) >= atLeast && _told.Add(test.Key)).ToList();
            return [.. found.Select(test => new RunningTest(test.Value.Name, time.GetElapsedTime(test.Value.Began)))];
        }
    }

    private void Change(Action change)
    {
        lock (_counting)
        {
            change();
            _lastChange = time.GetTimestamp();
        }
    }
}
