using System.Collections.Concurrent;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>Instances that come and go, by a fixed order, and what they told.</summary>
/// <param name="bootstrapServers">Where the broker is.</param>
/// <param name="folder">Where the instances keep their state, a folder each.</param>
/// <param name="say">Says how far it is.</param>
internal sealed class RebalanceRun(string bootstrapServers, string folder, Action<string> say) : IAsyncDisposable
{
    private const int FirstInstances = 3;
    private static readonly IncidentKind[] Order = [IncidentKind.Join, IncidentKind.Leave, IncidentKind.Join, IncidentKind.Kill];

    // Until the group has settled and who stands by has caught up: a few heartbeats, and two looks at the group.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    private readonly ConcurrentQueue<Handover> _handovers = new();
    private readonly List<InstanceProcess> _instances = [];
    private int _started;

    public List<Incident> Incidents { get; } = [];

    public IReadOnlyList<Handover> Handovers => [.. _handovers.OrderBy(each => each.TimeMs)];

    /// <summary>When it was over, ms since 1970.</summary>
    public long EndMs { get; private set; }

    public async Task RunAsync(int incidents, CancellationToken cancel)
    {
        for (var at = 0; at < FirstInstances; at++) Start();
        await StartedEverywhereAsync(cancel);
        for (var at = 0; at < incidents; at++)
        {
            await Task.Delay(Settling, cancel);
            foreach (var each in _instances) each.ThrowIfEnded();
            await DisruptAsync(Order[at % Order.Length], cancel);
            say($"{at + 1} of {incidents}: {Incidents[^1].Kind} {Incidents[^1].Instance}");
            if (Incidents[^1].Kind == IncidentKind.Kill) await Task.Delay(RebalanceGaps.SessionTimeout, cancel);
        }
        await Task.Delay(Settling, cancel);
        EndMs = Now;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in _instances) await each.DisposeAsync();
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task StartedEverywhereAsync(CancellationToken cancel)
    {
        while (_handovers.Select(each => each.Partition).Distinct().Count() < RebalanceTopology.Partitions)
        {
            foreach (var each in _instances) each.ThrowIfEnded();
            await Task.Delay(100, cancel);
        }
    }

    private async Task DisruptAsync(IncidentKind kind, CancellationToken cancel)
    {
        // Who was there longest goes: so all of them do, one after the other.
        var one = kind == IncidentKind.Join ? null : _instances[0];
        Incidents.Add(new Incident(Now, kind, one?.Name ?? $"instance-{_started + 1}"));
        if (one is null)
        {
            Start();
            return;
        }
        _instances.Remove(one);
        if (kind == IncidentKind.Kill) await one.KillAsync();
        else await one.StopAsync(cancel);
        await one.DisposeAsync();
    }

    private void Start()
    {
        var name = $"instance-{++_started}";
        _instances.Add(InstanceProcess.Start(name, bootstrapServers, Path.Combine(folder, name), _handovers));
    }
}
