using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class DurabilityTests
{
    [Fact]
    public async Task A_step_is_acted_upon_only_when_the_disk_has_it()
    {
        using var disk = new ManualResetEventSlim(initialState: true);
        await using var commit = new GroupCommit();
        using var broker = new TestBroker(environment: new LogEnvironment { Commit = commit, Sync = _ => disk.Wait() });
        var producer = await broker.BeginAsync("a");
        disk.Reset();
        var adding = broker.AddAsync("a", producer, TestBroker.Clicks);
        broker.Send(TestBroker.Clicks, producer, 0, ["c1"]).Fault.ShouldBe(AppendFault.InvalidTransactionState);
        adding.IsCompleted.ShouldBeFalse();
        disk.Set();
        (await adding).ShouldBe(ErrorCode.None);
        broker.Send(TestBroker.Clicks, producer, 0, ["c1"]).Fault.ShouldBe(AppendFault.None);

        disk.Reset();
        var ending = broker.EndAsync("a", producer, commit: true);
        broker[TestBroker.Clicks].ReadCommitted().ShouldBeEmpty();
        broker[TestBroker.Clicks].Log.LogEndOffset.ShouldBe(1, "no marker yet");
        disk.Set();
        (await ending).ShouldBe(ErrorCode.None);
        broker[TestBroker.Clicks].ReadCommitted().ShouldBe(["c1"]);
        broker.Coordinator.StateCounts().Keys.ShouldBe([TransactionState.CompleteCommit]);
    }

    [Fact]
    public async Task A_disk_that_fails_is_a_coordinator_not_available_and_changes_nothing()
    {
        var isBroken = false;
        await using var commit = new GroupCommit();
        using var broker = new TestBroker(environment: new LogEnvironment
        {
            Commit = commit, Sync = _ => { if (isBroken) throw new IOException("the disk is gone"); },
        });
        var producer = await broker.BeginAsync("a");
        isBroken = true;
        (await broker.AddAsync("a", producer, TestBroker.Clicks)).ShouldBe(ErrorCode.CoordinatorNotAvailable);
        (await broker.InitializeAsync("a")).Error.ShouldBe(ErrorCode.CoordinatorNotAvailable);
        broker.Coordinator.StateCounts().Keys.ShouldBe([TransactionState.Empty]);
        broker.Send(TestBroker.Clicks, producer, 0, ["c1"]).Fault.ShouldBe(AppendFault.InvalidTransactionState);
    }

    [Fact]
    public async Task What_was_decided_before_a_restart_is_completed_by_the_background_work()
    {
        using var broker = new TestBroker(TransactionOptions.Default with { SweepInterval = TimeSpan.FromMilliseconds(5) });
        var producer = await broker.BeginAsync("a");
        await broker.AddAsync("a", producer, TestBroker.Clicks);
        string? crash = null;
        broker.Finding = _ => crash ??= broker.Crash();
        await broker.EndAsync("a", producer, commit: true);
        await broker.ReviveAsync(crash!);
        broker.Coordinator.StateCounts().Keys.ShouldBe([TransactionState.PrepareCommit]);
        broker.Coordinator.Start();
        var completed = broker[TestBroker.Clicks].Log;
        var signal = new DataSignal();
        completed.Watch(signal);
        if (completed.LogEndOffset == 0)
            (await signal.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None)).ShouldBeTrue("the marker is to come");
        await broker.Coordinator.DisposeAsync();
        broker.Coordinator.Background.IsCompletedSuccessfully.ShouldBeTrue();
        completed.LogEndOffset.ShouldBe(1);
    }
}
