using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Groups.Classic;
using SmartKart.Broker.Tests.Groups.Consumer;
using SmartKart.Broker.Tests.Groups.Offsets;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Groups;

/// <summary>An answer is a promise: what it says, no crash takes back.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task An_answer_waits_until_the_disk_has_what_it_says()
    {
        var (syncing, released) = (new TaskCompletionSource(), new ManualResetEventSlim());
        await using var commit = new GroupCommit();
        await using var harness = new GroupHarness(disk: new LogEnvironment
        {
            Commit = commit,
            Sync = _ =>
            {
                syncing.TrySetResult();
                released.Wait();
            },
        });
        harness.Topics.Make("t", 1);
        var offsets = new OffsetClient(harness);
        var acknowledged = offsets.Commit("t", 0, 5);
        await syncing.Task;
        var seen = offsets.Fetch("t", 0);
        var early = (acknowledged.IsCompleted, seen.IsCompleted);
        released.Set();                           // before anything is judged: a failure must not leave the disk hanging
        early.ShouldBe((false, false), "nobody is shown an offset that a crash could still take back");
        (await acknowledged).ShouldBe(ErrorCode.None);
        (await seen).ShouldBe((ErrorCode.None, 5));
    }

    [Fact]
    public async Task A_disk_that_fails_makes_answers_errors_that_a_client_tries_again()
    {
        await using var commit = new GroupCommit();
        await using var harness = new GroupHarness(disk: new LogEnvironment { Commit = commit, Sync = _ => throw new IOException("the disk is gone") });
        harness.Topics.Make("t", 1);
        (await new OffsetClient(harness).Commit("t", 0, 5)).ShouldBe(ErrorCode.CoordinatorNotAvailable);
        (await new ConsumerClient(harness, "h", "m", "t").Beat()).ErrorCode.ShouldBe(ErrorCode.CoordinatorNotAvailable);
    }

    [Fact]
    public async Task Offsets_that_many_commit_at_once_are_all_there_after_a_kill()
    {
        await using var commit = new GroupCommit();
        await using var harness = new GroupHarness(disk: new LogEnvironment { Commit = commit });
        harness.Topics.Make("t", 8);
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 8).Select(partition => Task.Run(async () =>
        {
            var offsets = new OffsetClient(harness, $"g{partition % 3}");
            for (var offset = 1; offset <= 50; offset++) (await offsets.Commit("t", partition, offset)).ShouldBe(ErrorCode.None);
            return (partition, Offset: 50L);
        }, TestContext.Current.CancellationToken)));
        await harness.Kill();
        foreach (var (partition, offset) in acknowledged)
            (await new OffsetClient(harness, $"g{partition % 3}").Fetch("t", partition)).ShouldBe((ErrorCode.None, offset));
    }

    [Fact]
    public async Task What_compaction_leaves_of_the_offsets_topic_is_enough()
    {
        await using var harness = new GroupHarness();
        harness.Topics.Make("t", 3);
        var (one, two) = (new ConsumerClient(harness, "modern", "m1", "t"), new ConsumerClient(harness, "modern", "m2", "t"));
        var offsets = new OffsetClient(harness, "simple");
        for (var round = 1; round <= 5; round++)
        {
            await ConsumerClient.Settle(one, two);
            await offsets.Commit("t", 0, round);
            await two.Leave();
            two.Epoch = 0;
        }
        await offsets.CommitInTransaction("t", 1, 7, producerId: 77);
        harness.Log.Append(TestBatches.Marker(77, commit: true), source: AppendSource.Coordinator);
        harness.Coordinator.Complete(77, committed: true);
        await ConsumerClient.Settle(one, two);
        var classic = new ClassicClient(harness, "classic");
        await ClassicClient.Form(harness, classic);
        var (states, before) = (harness.Coordinator.StateCounts(), harness.Log.SizeBytes);

        harness.Log.Roll();
        new Compaction(harness.Log, harness.Clock).Run().ShouldNotBeNull();
        harness.Log.SizeBytes.ShouldBeLessThan(before);
        await harness.Kill();
        harness.Coordinator.StateCounts().ShouldBe(states, ignoreOrder: true);
        (await offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 5));
        (await offsets.Fetch("t", 1)).ShouldBe((ErrorCode.None, 7));
        (await classic.Heartbeat()).ShouldBe(ErrorCode.None);
        foreach (var client in new[] { one, two })
        {
            var answer = await client.Beat();
            (answer.ErrorCode, answer.MemberEpoch, answer.Assignment).ShouldBe((ErrorCode.None, client.Epoch, null));
        }
        one.Owned.Overlaps(two.Owned).ShouldBeFalse();
    }
}
