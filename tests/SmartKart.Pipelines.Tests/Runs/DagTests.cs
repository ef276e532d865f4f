using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Tests.Runs;

public sealed class DagTests : RunFixture
{
    [Fact]
    public async Task Tasks_run_after_what_they_depend_on_and_read_what_it_gave()
    {
        var run = await RunAsync(Dag("", "failFast: true",
            ("last", "echo got {{tasks.first.outputs.result}} and {{tasks.second.outputs.result}}", "depends: first && second"),
            ("first", "echo one", ""), ("second", "echo two", "")));

        run.Phase.ShouldBe("Succeeded");
        run.Nodes.Single(node => node.Name == "last").Outputs!.Result.ShouldBe("got one and two");
    }

    [Fact]
    public async Task A_failure_that_another_task_takes_up_is_none_of_the_whole()
    {
        var run = await RunAsync(Dag("", "failFast: true", ("a", "exit 3", ""), ("mend", "echo mended", "depends: a.Failed"),
            ("go", "echo on", "depends: a.Succeeded || mend.Succeeded")));

        run.Phase.ShouldBe("Succeeded");
        run.Nodes.Single(node => node.Name == "a").Outputs!.ExitCode.ShouldBe(3);
        PhaseOf(run, "go").ShouldBe(NodePhase.Succeeded);
    }

    [Fact]
    public async Task A_failure_that_nobody_takes_up_fails_the_whole_and_omits_what_depends_on_it()
    {
        var run = await RunAsync(Dag("", "failFast: false", ("a", "exit 3", ""), ("b", "echo b", "depends: a"), ("c", "echo c", "depends: b"),
            ("other", "echo other", "")));

        run.Phase.ShouldBe("Failed");
        run.Message.ShouldNotBeNull().ShouldStartWith("a: 'sh' ended with status 3");
        (PhaseOf(run, "b"), PhaseOf(run, "c"), PhaseOf(run, "other")).ShouldBe((NodePhase.Omitted, NodePhase.Omitted, NodePhase.Succeeded));
    }

    [Fact]
    public async Task Nothing_new_begins_after_a_failure_unless_it_is_asked_for()
    {
        (string, string, string)[] tasks = [("a", "exit 1", ""), ("slow", "while [ ! -e ../../../a/1/main.log ]; do sleep 0.02; done; sleep 0.2", ""),
            ("later", "echo later", "depends: slow")];

        PhaseOf(await RunAsync(Dag("", "failFast: true", tasks)), "later").ShouldBe(NodePhase.Omitted);
        PhaseOf(await RunAsync(Dag("", "failFast: false", tasks)), "later").ShouldBe(NodePhase.Succeeded);
    }

    [Fact]
    public async Task A_task_whose_condition_does_not_hold_is_skipped_and_others_go_on()
    {
        var run = await RunAsync(Dag("  arguments: {parameters: [{name: side, value: heads}]}\n", "failFast: true",
            ("flip", "echo tails", ""), ("no", "echo no", "depends: flip, when: \"{{tasks.flip.outputs.result}} == {{workflow.parameters.side}}\""),
                ("after", "echo {{tasks.no.status}}", "depends: \"no\"")));

        run.Phase.ShouldBe("Succeeded");
        PhaseOf(run, "no").ShouldBe(NodePhase.Skipped);
        run.Nodes.Single(node => node.Name == "after").Outputs!.Result.ShouldBe("Skipped");
    }

    [Fact]
    public async Task A_task_goes_on_over_a_failure_that_it_may_have()
    {
        var run = await RunAsync(Dag("", "failFast: true", ("a", "exit 1", "continueOn: {failed: true}"), ("b", "echo b", "dependencies: [a]")));

        (run.Phase, PhaseOf(run, "b")).ShouldBe(("Succeeded", NodePhase.Succeeded));
    }

    [Fact]
    public async Task A_task_runs_for_each_of_its_items_and_gives_a_list()
    {
        var run = await RunAsync(Dag("", "failFast: true",
            ("make", "echo [1,2,{\\\"n\\\":3}]", ""), ("each", "echo <{{item}}>", "withItems: [x, y]"), ("all", "echo {{item.n}}", "withItems: [{n: 7}]"),
                ("sum", "echo {{tasks.each.outputs.result}}", "depends: each")));

        run.Phase.ShouldBe("Failed");     // '<' is the shell's: each item fails by itself
        PhaseOf(run, "each(0:x)").ShouldBe(NodePhase.Failed);
        PhaseOf(run, "sum").ShouldBe(NodePhase.Omitted);

        var sound = await RunAsync(Dag("", "failFast: true", ("each", "echo for-{{item}}", "withItems: [x, y]"),
            ("list", "echo \\\"{{tasks.each.outputs.result}}\\\"", "depends: each")));
        sound.Nodes.Single(node => node.Name == "each").Outputs!.Result.ShouldBe("[\"for-x\",\"for-y\"]");
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_manifest_says()
    {
        const string Alone = "mkdir ../../../alone && sleep 0.05 && rmdir ../../../alone";

        (await RunAsync(Dag("  parallelism: 1\n", "failFast: true", ("a", Alone, ""), ("b", Alone, ""), ("c", Alone, "")))).Phase.ShouldBe("Succeeded");
    }
}
