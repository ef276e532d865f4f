using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public class GroupCommitTests
{
    [Fact]
    public async Task Those_who_come_while_an_fsync_runs_share_the_next_one()
    {
        using var log = new HeldLog();
        await using var commit = new GroupCommit(flushers: 2);
        var member = commit.Join(log);
        var first = member.FlushedAsync();
        log.Started.Wait(TestContext.Current.CancellationToken);
        var later = Enumerable.Range(0, 100).Select(_ => member.FlushedAsync()).ToArray();
        log.Hold.Set();
        await Task.WhenAll([first, .. later]);
        log.Flushes.ShouldBe(2);
        later.ShouldAllBe(task => task != first);
    }

    [Fact]
    public async Task An_fsync_that_began_before_an_append_does_not_vouch_for_it()
    {
        using var log = new HeldLog();
        await using var commit = new GroupCommit(flushers: 1);
        var member = commit.Join(log);
        var first = member.FlushedAsync();
        log.Started.Wait(TestContext.Current.CancellationToken);
        var second = member.FlushedAsync();
        first.IsCompleted.ShouldBeFalse();
        log.Hold.Set();
        await second;
        log.Flushes.ShouldBe(2);
    }

    [Fact]
    public async Task After_a_failure_no_fsync_is_tried_again()
    {
        using var log = new HeldLog { Failure = new IOException("EIO") };
        log.Hold.Set();
        await using var commit = new GroupCommit();
        var member = commit.Join(log);
        await Should.ThrowAsync<IOException>(member.FlushedAsync());
        log.Failure = null;
        await Should.ThrowAsync<IOException>(member.FlushedAsync());
        log.Flushes.ShouldBe(1);
    }

    [Fact]
    public async Task Stopping_flushes_what_was_asked_for_and_refuses_what_comes_later()
    {
        using var log = new HeldLog();
        log.Hold.Set();
        var commit = new GroupCommit();
        var member = commit.Join(log);
        var asked = member.FlushedAsync();
        await commit.DisposeAsync();
        await asked;
        await Should.ThrowAsync<ObjectDisposedException>(member.FlushedAsync());
    }

    private sealed class HeldLog : IFlushable, IDisposable
    {
        private int _flushes;

        public ManualResetEventSlim Started { get; } = new();
        public ManualResetEventSlim Hold { get; } = new();
        public Exception? Failure { get; set; }
        public int Flushes => _flushes;

        public void Flush()
        {
            Interlocked.Increment(ref _flushes);
            Started.Set();
            Hold.Wait();
            if (Failure is { } failure) throw failure;
        }

        public void Dispose()
        {
            Started.Dispose();
            Hold.Dispose();
        }
    }
}
