using System.Diagnostics;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Tests.Terminal;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Its_lines_its_variables_and_its_status_come_through()
    {
        var (output, errors) = (new List<string>(), new List<string>());
        var child = new ChildProcess("bash", ["-c", "echo one; echo \"$GREETING\"; echo bad >&2; exit 3"])
            { OnOutput = output.Add, OnError = errors.Add }.With("GREETING", "hello");

        var status = await child.RunAsync(TestContext.Current.CancellationToken);

        status.ShouldBe(3);
        output.ShouldBe(["one", "hello"]);
        errors.ShouldBe(["bad"]);
    }

    [Fact]
    public async Task A_cancelled_child_is_killed_with_what_it_started()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        // Its output ends only when the grandchild, which holds it too, has ended; else this would last ten minutes.
        var child = new ChildProcess("bash", ["-c", "echo up; sleep 600; echo never"]) { OnOutput = _ => cancel.Cancel() };

        await Should.ThrowAsync<OperationCanceledException>(
            () => child.RunAsync(cancel.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_cancelled_child_is_not_waited_for_when_a_process_out_of_reach_holds_its_output()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var orphan = 0;
        // The subshell ends at once, so its sleep belongs to nobody whom the kill finds.
        var child = new ChildProcess("bash", ["-c", "(sleep 600 & echo $!); sleep 600"])
        {
            OnOutput = line =>
            {
                orphan = int.Parse(line, provider: null);
                cancel.Cancel();
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(
            () => child.RunAsync(cancel.Token).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        using var left = Process.GetProcessById(orphan);
        left.Kill();
    }
}
