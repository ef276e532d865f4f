using SmartKart.Local.Terminal;

namespace SmartKart.Local.Tests.Terminal;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Its_lines_its_variables_and_its_status_come_through()
    {
        var (output, errors) = (new List<string>(), new List<string>());
        var child = new ChildProcess("bash", ["-c", "echo one; echo \"$GREETING\"; echo bad >&2; exit 3"]) { OnOutput = output.Add, OnError = errors.Add }.With("GREETING", "hello");

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

        await Should.ThrowAsync<OperationCanceledException>(() => child.RunAsync(cancel.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
