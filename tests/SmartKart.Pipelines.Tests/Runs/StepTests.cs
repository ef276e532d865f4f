using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Tests.Runs;

public sealed class StepTests : RunFixture
{
    private const string Handed = """
            - name: main
              steps:
                - - {name: make, template: make}
                - - name: use
                    template: use
                    arguments:
                      parameters: [{name: word, value: "{{steps.make.outputs.parameters.word}}"}]
                      artifacts: [{name: text, from: "{{steps.make.outputs.artifacts.text}}"}]
            - name: make
              outputs:
                parameters: [{name: word, valueFrom: {path: /out/word}}]
                artifacts: [{name: text, path: /out/text}]
              script:
                image: debian
                command: [sh, -e]
                env: [{name: WHERE, value: /out/text}]
                source: |
                  echo 'from make' > "$WHERE"
                  echo hello > /out/word
            - name: use
              inputs:
                parameters: [{name: word}]
                artifacts: [{name: text, path: /in/text}, {name: more, path: /in/more, raw: {data: given}}]
              container:
                image: debian
                command: [sh, -ec]
                args: ["cat /in/text /in/more; echo; echo {{inputs.parameters.word}}; test -f {{inputs.artifacts.text.path}}"]

        """;

    [Fact]
    public async Task Parameters_and_files_go_from_step_to_step_at_the_containers_paths()
    {
        var run = await RunAsync(Manifest(Handed));

        run.Phase.ShouldBe("Succeeded", run.Message);
        var use = run.Nodes.Single(node => node.Name == "use");
        use.Outputs!.Result.ShouldNotBeNull().ShouldStartWith("from make\ngiven\nhello");
        File.ReadAllText(run.Nodes.Single(node => node.Name == "make").Outputs!.Artifacts["text"]).ShouldBe("from make\n");
        File.ReadAllText(use.Log!).ShouldContain("hello");
    }

    [Fact]
    public async Task A_step_is_tried_again_as_often_as_its_strategy_says()
    {
        var run = await RunAsync(Manifest("""
                - name: main
                  retryStrategy: {limit: "3", backoff: {duration: 1ms, factor: 2}}
                  container: {image: debian, command: [sh, -c, "echo try {{retries}}; test {{retries}} = 2"]}
            """));

        var node = run.Nodes.ShouldHaveSingleItem();
        (run.Phase, node.Attempts, node.Outputs!.Result).ShouldBe(("Succeeded", 3, "try 2"));
    }

    [Theory]
    [InlineData("OnError", 1)]
    [InlineData("Always", 2)]
    public async Task A_failure_is_tried_again_only_where_the_policy_takes_it(string policy, int attempts)
    {
        var run = await RunAsync(Manifest($$"""
                - name: main
                  retryStrategy: {limit: 1, retryPolicy: {{policy}}}
                  container: {image: debian, command: ["false"]}
            """));

        (run.Phase, run.Nodes.ShouldHaveSingleItem().Attempts).ShouldBe(("Failed", attempts));
    }

    [Fact]
    public async Task An_output_that_is_not_there_is_an_error_that_names_it()
    {
        var run = await RunAsync(Manifest(
            "    - name: main\n      outputs: {artifacts: [{name: report, path: /out/report.md}]}\n      container: {image: debian, command: [\"true\"]}"));

        run.Phase.ShouldBe("Error");
        run.Message.ShouldNotBeNull().ShouldContain("/out/report.md for its artifact 'report'");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error_that_names_it() =>
        (await RunAsync(Manifest("    - name: main\n      container: {image: debian, command: [no-such-program]}"))).Message.ShouldNotBeNull()
            .ShouldContain("no program 'no-such-program'");

    [Fact]
    public async Task A_step_that_takes_too_long_is_ended_with_all_that_it_started()
    {
        var run = await RunAsync(Manifest(
            "    - name: main\n      activeDeadlineSeconds: 1\n      container: {image: debian, command: [sh, -c, \"echo $$ > id; sleep 60 & wait\"]}"));

        run.Phase.ShouldBe("Failed");
        run.Message.ShouldNotBeNull().ShouldContain("the 1 s of its activeDeadlineSeconds");
        var id = await File.ReadAllTextAsync(Path.Combine(run.Folder, "main", "1", "work", "id"), Stop);
        Directory.Exists($"/proc/{id.Trim()}").ShouldBeFalse();
    }

    [Fact]
    public async Task The_last_template_runs_however_the_run_ended()
    {
        var run = await RunAsync(Manifest(
            "    - {name: main, container: {image: debian, command: [\"false\"]}}\n    - {name: bye, container: {image: debian, command: [echo, "
                + "\"{{workflow.status}}\"]}}", "  onExit: bye\n"));

        (run.Phase, run.Nodes.Single(node => node.Name == "onExit").Outputs!.Result).ShouldBe(("Failed", "Failed"));
    }

    [Fact]
    public async Task A_program_of_the_image_is_the_one_that_stands_for_it_here_in_a_shell_too()
    {
        var options = Options with { Programs = new Dictionary<string, IReadOnlyList<string>> { ["smartkart"] = ["echo", "it's", "here:"] } };
        using var run = PipelineRun.Begin(
            Manifest("    - {name: main, container: {image: a, command: [sh, -c, smartkart train]}}".Replace("smartkart train", "'smartkart train'",
            StringComparison.Ordinal)), new Dictionary<string, string>(), options);

        (await run.RunAsync(new RecordingObserver(), Stop)).Nodes.ShouldHaveSingleItem().Outputs!.Result.ShouldBe("it's here: train");
    }

    [Fact]
    public async Task What_a_step_that_was_skipped_should_have_given_is_missed_by_name()
    {
        var run = await RunAsync(Dag("", "failFast: true", ("a", "echo a", "when: \"1 == 2\""), ("b", "echo {{tasks.a.outputs.result}}", "depends: a")));

        PhaseOf(run, "b").ShouldBe(NodePhase.Error);
        run.Message.ShouldNotBeNull().ShouldContain("tasks.a is Skipped");
    }
}
