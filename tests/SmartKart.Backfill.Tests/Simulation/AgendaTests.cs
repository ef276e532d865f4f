using SmartKart.Backfill.Simulation;

namespace SmartKart.Backfill.Tests.Simulation;

public sealed class AgendaTests
{
    private readonly Agenda _agenda = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(20));
    private readonly List<string> _log = [];

    [Fact]
    public void Processes_interleave_by_their_waits_and_ties_keep_their_turn()
    {
        _agenda.Begin(TimeSpan.FromSeconds(2), Process("b", 2, 3));
        _agenda.Begin(TimeSpan.FromSeconds(1), Process("a", 3, 1));
        while (_agenda.Step()) { }
        _log.ShouldBe(["1 a0", "2 b0", "4 a1", "4 b1", "5 a2", "7 b2"]);
    }

    [Fact]
    public void A_process_may_start_another_one()
    {
        _agenda.Begin(TimeSpan.Zero, Parent());
        while (_agenda.Step()) { }
        _log.ShouldBe(["1 child0", "2 child1", "3 parent"]);

        IEnumerable<TimeSpan> Parent()
        {
            _agenda.Begin(TimeSpan.FromSeconds(1), Process("child", 1));
            yield return TimeSpan.FromSeconds(3);
            Log("parent");
        }
    }

    [Fact]
    public void What_would_happen_at_the_end_or_later_does_not()
    {
        _agenda.Begin(TimeSpan.FromSeconds(18), Process("a", 1, 1, 1));
        _agenda.Begin(TimeSpan.FromSeconds(20), Process("b"));
        while (_agenda.Step()) { }
        _log.ShouldBe(["18 a0", "19 a1"]);
    }

    private IEnumerable<TimeSpan> Process(string name, params int[] waits)
    {
        for (var i = 0; i < waits.Length; i++)
        {
            Log($"{name}{i}");
            yield return TimeSpan.FromSeconds(waits[i]);
        }
        Log($"{name}{waits.Length}");
    }

    private void Log(string what) => _log.Add($"{_agenda.Now.ToUnixTimeSeconds()} {what}");
}
