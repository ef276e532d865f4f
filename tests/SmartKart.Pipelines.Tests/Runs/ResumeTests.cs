using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Journals;

namespace SmartKart.Pipelines.Tests.Runs;

public sealed class ResumeTests : RunFixture
{
    private static readonly Dictionary<string, string> None = [];

    private static string Spec => "  arguments: {parameters: [{name: word, value: one}, {name: side, value: left, enum: [left, right]}]}\n";

    [Fact]
    public async Task A_run_goes_on_after_what_succeeded()
    {
        var manifest = Dag(Spec, "failFast: true",
            ("first", "echo x >> ../../../count", ""), ("second", "test -e ../../../mended", "depends: first"),
                ("third", "echo {{tasks.first.status}}", "depends: second"));
        var failed = await RunAsync(manifest);
        failed.Phase.ShouldBe("Failed");
        await File.WriteAllTextAsync(Path.Combine(failed.Folder, "mended"), "", Stop);

        using var again = PipelineRun.Resume(failed.Run, null, None, Options);
        var run = await again.RunAsync(new RecordingObserver(), Stop);

        run.Phase.ShouldBe("Succeeded");
        (await File.ReadAllLinesAsync(Path.Combine(run.Folder, "count"), Stop)).ShouldHaveSingleItem();
        run.Nodes.Select(node => (node.Name, node.Attempts, node.IsReused)).ShouldBe([("first", 1, true), ("second", 2, false), ("third", 1, false)]);
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_its_steps_and_goes_on_later()
    {
        var manifest = Dag("", "failFast: true", ("a", "echo ready; test -e ../../../go || sleep 60", ""));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var observer = new RecordingObserver();
        string name, folder;
        using (var run = PipelineRun.Begin(manifest, None, Options))
        {
            (name, folder) = (run.Name, run.Folder);
            var running = run.RunAsync(observer, stop.Token);
            await observer.FirstLine.WaitAsync(Stop);
            RunHistory.Find(Options.Folder, name)!.Phase.ShouldBe("Running");
            Should.Throw<RunException>(() => PipelineRun.Resume(name, null, None, Options)).Message.ShouldContain("run by another process");
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(running);
        }
        RunHistory.Find(Options.Folder, name)!.Phase.ShouldBe("Interrupted");
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Stop);

        using var again = PipelineRun.Resume(name, manifest, None, Options);
        (await again.RunAsync(observer, Stop)).Phase.ShouldBe("Succeeded");
    }

    [Fact]
    public async Task A_changed_manifest_or_parameter_is_refused_by_what_changed()
    {
        var run = await RunAsync(Dag(Spec, "failFast: true", ("a", "exit 1", "")));

        Should.Throw<RunException>(() => PipelineRun.Resume(run.Run, Dag(Spec, "failFast: true", ("a", "exit 0", "")), None, Options))
            .Message.ShouldContain("try.yaml:12 has changed");
        Should.Throw<RunException>(() => PipelineRun.Resume(run.Run, null, new Dictionary<string, string> { ["word"] = "two" }, Options))
            .Message.ShouldContain("word is 'two', and was 'one'");
        Should.Throw<RunException>(() => PipelineRun.Resume("try-2", null, None, Options)).Message.ShouldContain(run.Run);
    }

    [Fact]
    public void Parameters_are_held_to_what_the_manifest_declares()
    {
        var manifest = Dag(Spec, "failFast: true", ("a", "exit 0", ""));

        RunParameters.Resolve(manifest, new Dictionary<string, string> { ["word"] = "two" })
            .ShouldBe(new Dictionary<string, string> { ["word"] = "two", ["side"] = "left" });
        Should.Throw<ParameterException>(() => RunParameters.Resolve(manifest, new Dictionary<string, string> { ["wrod"] = "two" }))
            .Message.ShouldContain("Is 'word' meant?");
        Should.Throw<ParameterException>(() => RunParameters.Resolve(manifest, new Dictionary<string, string> { ["side"] = "up" }))
            .Message.ShouldContain("It has left, right.");
    }
}
