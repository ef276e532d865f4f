using SmartKart.Kafka;
using SmartKart.Streams.Restoration;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Planning;

/// <summary>
/// Looks at the group now and then, and has the state updater keep a standby of each task that would come here if another process left:
/// the broker assigns, and can't be told where the state is, but where it would assign can be foreseen.
/// </summary>
internal sealed class StandbyPlanner(StreamsApplication application, KafkaAdmin admin, StateUpdater updater) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _planning = Task.CompletedTask;

    public void Start() => _planning = PlanAgainAndAgainAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _planning;
        _stop.Dispose();
    }

    private async Task PlanAgainAndAgainAsync()
    {
        using var timer = new PeriodicTimer(application.Options.StandbyPlanInterval, application.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) await PlanAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    private async Task PlanAsync()
    {
        try
        {
            var group = await admin.Groups.DescribeAsync(application.Options.ApplicationId, _stop.Token);
            PlannedMember[] members = [.. Members(group)];
            updater.Plan(
                RangePrediction.Inherited(members, application.TaskMap, application.ProcessId, application.Options.NumStandbyReplicas),
                RangePrediction.Owned(members, application.TaskMap, application.ProcessId));
        }
        catch (KafkaException fault)
        {
            Log.GroupNotDescribed(application.Logger, fault, application.Options.ApplicationId); // the standbys stay as they are
        }
    }

    private IEnumerable<PlannedMember> Members(GroupDescription group)
    {
        foreach (var member in group.Members)
            if (MemberName.TryParse(member.ClientId, application.Options.ApplicationId, out var name)) yield return new PlannedMember(member.Id, member.InstanceId, name.ProcessId);
    }
}
