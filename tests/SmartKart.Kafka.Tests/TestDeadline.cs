using System.Collections.Concurrent;
using System.Reflection;
using SmartKart.Kafka.Tests;
using Xunit.v3;

[assembly: TestDeadline]

namespace SmartKart.Kafka.Tests;

/// <summary>
/// Cancels each test's token two minutes after it began, ten times what the longest takes: what waits for a broker with that token must
/// fail by name rather than hold all others up. A wait inside librdkafka takes no token; the test that tries one gives it a deadline of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestDeadlineAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, ITimer> _timers = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var running = TestContext.Current;
        _timers[test.UniqueID] = TimeProvider.System.CreateTimer(_ => running.CancelCurrentTest(), state: null, Deadline, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_timers.TryRemove(test.UniqueID, out var timer)) timer.Dispose();
    }
}
