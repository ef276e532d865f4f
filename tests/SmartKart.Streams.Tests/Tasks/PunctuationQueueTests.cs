using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Tests.Tasks;

public sealed class PunctuationQueueTests
{
    private readonly PunctuationQueue _queue = new();
    private readonly List<(string Node, long NowMs)> _calls = [];

    [Fact]
    public void The_soonest_is_called_first_and_each_keeps_its_rhythm()
    {
        Add("ten", 10, 10);
        Add("four", 4, 4);

        Punctuate(3);
        _calls.ShouldBeEmpty();
        for (var now = 4; now <= 12; now++) Punctuate(now);

        _calls.ShouldBe([("four", 4), ("four", 8), ("ten", 10), ("four", 12)]);
        _queue.NextDueMs.ShouldBe(16);
    }

    [Fact]
    public void What_was_missed_is_called_once_and_not_made_up_for()
    {
        Add("four", 4, 4);

        Punctuate(21);

        _calls.ShouldBe([("four", 21)]);
        _queue.NextDueMs.ShouldBe(24);
    }

    [Fact]
    public void One_that_is_cancelled_is_called_no_more_even_by_itself()
    {
        var schedule = Add("four", 4, 4);
        Punctuate(4);
        schedule.Dispose();
        Punctuate(100);

        _calls.Count.ShouldBe(1);
        _queue.NextDueMs.ShouldBe(long.MaxValue);
    }

    private IDisposable Add(string node, long dueMs, long intervalMs) => _queue.Add(node, dueMs, intervalMs, now => _calls.Add((node, now)));

    private void Punctuate(long nowMs)
    {
        while (_queue.TryTakeDue(nowMs, out var due))
        {
            due.Punctuate(nowMs);
            _queue.Reschedule(due, nowMs);
        }
    }
}
