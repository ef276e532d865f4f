using SmartKart.Backfill.Simulation;

namespace SmartKart.Backfill.Tests.Simulation;

public sealed class AgendaTests
{
    private readonly Agenda _agenda = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> _log = [];

    [Fact]
    public void Processes_interleave_by_their_waits_and_ties_keep_their_turn()
    {
        _agenda.Start(TimeSpan.FromSeconds(2), Process("b", 2, 3));
        _agenda.Start(TimeSpan.FromSeconds(1), Process("a", 3, 1));
        while (_agenda.Step()) { }
        _log.ShouldBe(["1 a0", "2 b0", "4 a1", "4 b1", "5 a2", "7 b2"]);
    }

    [Fact]
    public void A_process_may_start_another_one()
    {
        _agenda.Start(TimeSpan.Zero, Parent());
        while (_agenda.Step()) { }
        _log.ShouldBe(["1 child0", "2 child1", "3 parent"]);

        IEnumerable<TimeSpan> Parent()
        {
            _agenda.Start(TimeSpan.FromSeconds(1), Process("child", 1));
            yield return TimeSpan.FromSeconds(3);
            Log("parent");
        }
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
