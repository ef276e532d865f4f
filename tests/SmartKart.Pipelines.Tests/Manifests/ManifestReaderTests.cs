using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Pipelines.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Head = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: small-}
        spec:
          entrypoint: main

        """;

    [Theory]
    [InlineData("volumes: [{name: data}]", "'volumes' is Argo's")]
    [InlineData("workflowTemplateRef: {name: other}", "'workflowTemplateRef' is Argo's")]
    [InlineData("synchronization: {}", "'synchronization' is Argo's")]
    [InlineData("paralellism: 3", "Is 'parallelism' meant?")]
    public void What_one_machine_cannot_do_is_refused_by_name_and_place(string key, string problem)
    {
        var fault = FaultsOf(Head + $"  {key}\n  templates:\n    - {{name: main, container: {{image: a, command: [sh]}}}}").ShouldHaveSingleItem();

        fault.At.ToString().ShouldBe("small.yaml:6:3");
        fault.Problem.ShouldContain(problem);
    }

    [Theory]
    [InlineData("suspend: {}", "'suspend' is Argo's")]
    [InlineData("resource: {action: create}", "'resource' is Argo's")]
    [InlineData("podSpecPatch: '{}'\n      container: {image: a, command: [sh]}", "'podSpecPatch' is Argo's")]
    [InlineData("container: {image: a, command: [sh], volumeMounts: []}", "'volumeMounts' is Argo's")]
    [InlineData("container: {image: a}", "entry point is not known")]
    [InlineData("container: {image: a, command: [sh], args: ['{{=1+1}}']}", "an expression")]
    [InlineData("container: {image: a, command: [sh], args: ['{{workflow.parameters.none}}']}", "has no value here")]
    [InlineData("dag: {tasks: [{name: a, template: man}]}", "Is 'main' meant?")]
    [InlineData("dag: {tasks: [{name: a, template: main, depends: b}]}", "there is no task 'b'")]
    [InlineData("dag: {tasks: [{name: a, template: main, depends: a}]}", "waits for itself")]
    [InlineData("dag: {tasks: [{name: a, template: main, depends: a.Suceeded}]}", "Is 'Succeeded' meant?")]
    [InlineData("dag: {tasks: [{name: a, template: main, when: 'x =='}]}", "a value is expected at its end")]
    [InlineData("dag: {tasks: [{name: a, template: main, arguments: {parameters: [{name: x, value: 1}]}}]}", "takes no parameter 'x'")]
    public void A_template_that_cannot_run_is_refused(string body, string problem) =>
        FaultsOf(Head + $"  templates:\n    - name: main\n      {body}").ShouldContain(fault => fault.Problem.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_task_may_only_ask_those_it_waits_for()
    {
        const string Two = """
              templates:
                - name: main
                  dag:
                    tasks:
                      - {name: a, template: say}
                      - {name: b, template: say, when: "{{tasks.a.outputs.result}} == 1"}
                - name: say
                  container: {image: a, command: [echo]}
            """;

        FaultsOf(Head + Two).ShouldHaveSingleItem().At.Line.ShouldBe(11);
        Should.NotThrow(() => Read(Head + Two.Replace("b, template: say,", "b, template: say, depends: a,", StringComparison.Ordinal)));
    }

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_their_lines()
    {
        var faults = FaultsOf("""
            apiVersion: argoproj.io/v1
            kind: Workfolw
            spec:
              volumes: []
              templates: []
            """);

        faults.Select(fault => fault.At.Line).ShouldBe([1, 1, 2, 4, 4]);
    }

    [Fact]
    public void What_matters_on_a_cluster_only_is_noted_and_passed_over()
    {
        var manifest = Read(Head + "  serviceAccountName: a\n  podGC: {strategy: OnPodSuccess}\n  templates:\n    - {name: main, nodeSelector: {a: b}, "
            + "container: {image: a, command: [sh], resources: {}}}");

        manifest.Ignored.Select(each => (each.Key, each.At.Line)).ShouldBe(
            [("spec.templates[main].container.resources", 9), ("spec.templates[main].nodeSelector", 9), ("spec.serviceAccountName", 6), ("spec.podGC", 7)],
                ignoreOrder: true);
    }

    [Fact]
    public void A_scheduled_workflow_is_the_workflow_in_it()
    {
        var manifest = Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: CronWorkflow
            metadata: {name: nightly}
            spec:
              schedules: ["0 3 * * *"]
              workflowSpec:
                entrypoint: main
                templates: [{name: main, container: {image: a, command: [sh]}}]
            """);

        (manifest.Name, manifest.Kind, manifest.Entrypoint).ShouldBe(("nightly", "CronWorkflow", "main"));
        manifest.Ignored.ShouldHaveSingleItem().Key.ShouldBe("spec.schedules");
    }

    [Fact]
    public void A_file_that_is_no_yaml_is_refused_where_it_breaks() => FaultsOf("a: [1").ShouldHaveSingleItem().Problem.ShouldStartWith("this is no YAML");

    private static Manifest Read(string text) => ManifestReader.Parse(text, "small.yaml");

    private static IReadOnlyList<ManifestFault> FaultsOf(string text) => Should.Throw<ManifestException>(() => Read(text)).Faults;
}
