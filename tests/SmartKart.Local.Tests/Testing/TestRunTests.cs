using SmartKart.Local.Terminal;
using SmartKart.Local.Testing;

namespace SmartKart.Local.Tests.Testing;

/// <summary>Test programs are shell scripts here, which say what xunit's say.</summary>
public sealed class TestRunTests : IDisposable
{
    private const string Begin = """echo '{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"Waits_for_ever"}';""";
    private const string End =
        """echo '{"$type":"test-passed","TestUniqueID":"1"}'; echo '{"$type":"test-finished","TestUniqueID":"1"}';"""
        + """ echo '{"$type":"test-assembly-finished"}';""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly StringWriter _said = new() { NewLine = "\n" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _said.Dispose();

    [Fact]
    public async Task A_program_that_comes_to_its_end_is_left_alone()
    {
        var result = await RunAsync($"{Begin} {End}", stallLimit: Deadline);

        (result.Passed, result.Failed.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_program_that_stands_still_is_ended_with_all_it_started_and_its_test_has_failed_by_name()
    {
        // Its output ends only with the sleep, which holds it too.
        var result = await RunAsync($"{Begin} sleep 600; {End}", stallLimit: TimeSpan.FromSeconds(1));

        result.Passed.ShouldBe(0);
        var failed = result.Failed.ShouldHaveSingleItem();
        failed.Name.ShouldBe("Waits_for_ever");
        failed.Message.ShouldContain("Some.Tests was ended");
        _said.ToString().ShouldContain("FAILED Waits_for_ever");
    }

    [Fact]
    public async Task A_test_that_takes_long_is_named_while_it_runs()
    {
        await RunAsync($"{Begin} sleep 600; {End}", stallLimit: TimeSpan.FromSeconds(1));

        _said.ToString().Split('\n').Count(line => line.StartsWith("Some.Tests: still running after ", StringComparison.Ordinal)
            && line.EndsWith(" s: Waits_for_ever", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_run_ends_with_the_cancellation_and_not_with_a_failure()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = new TestRun("Some.Tests", Deadline, new PlainProgress(_said, TimeProvider.System), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(() => run.RunAsync(
            (output, errors) => new ChildProcess("bash", ["-c", $"{Begin} sleep 600"])
            {
                OnOutput = line =>
                {
                    output(line);
                    cancel.Cancel();
                },
                OnError = errors,
            },
            cancel.Token).WaitAsync(Deadline, Stop));

        _said.ToString().ShouldNotContain("FAILED");
    }

    private Task<ProjectResult> RunAsync(string script, TimeSpan stallLimit)
    {
        var run = new TestRun("Some.Tests", stallLimit, new PlainProgress(_said, TimeProvider.System), TimeProvider.System)
        {
            TakesLong = TimeSpan.FromMilliseconds(200),
            BetweenLooks = TimeSpan.FromMilliseconds(50),
        };
        return run.RunAsync((output, errors) => new ChildProcess("bash", ["-c", script]) { OnOutput = output, OnError = errors }, Stop)
            .WaitAsync(Deadline, Stop);
    }
}
