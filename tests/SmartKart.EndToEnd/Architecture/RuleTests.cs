namespace SmartKart.EndToEnd.Architecture;

/// <summary>Each rule over made-up trees: that it can fail, and that it does not where it must not.</summary>
public sealed class RuleTests
{
    private static readonly Room[] Table =
    [
        new("a/Lower") { MayAnalyzeWith = ["Generator"] },
        new("a/Generator") { ItsTestsMayAlsoUse = ["Lower"] },
        new("b/Upper", "Lower"),
        new("c/Top", MayUse: null),
    ];

    [Theory]
    [InlineData("b/Upper/Upper.csproj", "Lower")]
    [InlineData("c/Top/Top.csproj", "Lower")]
    [InlineData("c/Top/Top.csproj", "Upper")]
    [InlineData("tests/Upper.Tests/Upper.Tests.csproj", "Upper")]
    [InlineData("tests/Upper.Tests/Upper.Tests.csproj", "Lower")]
    [InlineData("tests/Generator.Tests/Generator.Tests.csproj", "Lower")]
    [InlineData("tests/SmartKart.EndToEnd/SmartKart.EndToEnd.csproj", "Top")]
    public void A_reference_that_the_table_has_is_allowed(string project, string reference) =>
        DependencyRules.ReferencesKeepToTheTable(Tree(new Project(project, new ProjectReference(reference))), Table).ShouldBeEmpty();

    [Theory]
    [InlineData("a/Lower/Lower.csproj", "Upper")]
    [InlineData("b/Upper/Upper.csproj", "Top")]
    [InlineData("b/Upper/Upper.csproj", "Generator")]
    [InlineData("c/Top/Top.csproj", "SmartKart.EndToEnd")]
    [InlineData("tests/Lower.Tests/Lower.Tests.csproj", "Upper")]
    [InlineData("tests/Unknown.Tests/Unknown.Tests.csproj", "Lower")]
    [InlineData("d/Unknown/Unknown.csproj", "Lower")]
    public void A_reference_that_the_table_lacks_is_not(string project, string reference) =>
        DependencyRules.ReferencesKeepToTheTable(Tree(new Project(project, new ProjectReference(reference))), Table)
            .ShouldHaveSingleItem().ShouldContain($"{project} refers to {reference}");

    [Fact]
    public void An_analyzer_may_take_part_in_a_build_without_being_used()
    {
        SourceTree With(bool asAnalyzer) => Tree(new Project("a/Lower/Lower.csproj", new ProjectReference("Generator", asAnalyzer)));

        DependencyRules.ReferencesKeepToTheTable(With(asAnalyzer: true), Table).ShouldBeEmpty();
        DependencyRules.ReferencesKeepToTheTable(With(asAnalyzer: false), Table).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_cycle_is_named_once_step_by_step() =>
        DependencyRules.ThereIsNoCycle(Tree(
                new Project("a/A/A.csproj", new ProjectReference("B")),
                new Project("a/B/B.csproj", new ProjectReference("C")),
                new Project("a/C/C.csproj", new ProjectReference("B"))))
            .ShouldHaveSingleItem().ShouldStartWith("B → C → B is a cycle");

    [Fact]
    public void Two_ways_to_the_same_project_are_no_cycle() =>
        DependencyRules.ThereIsNoCycle(Tree(
                new Project("a/A/A.csproj", new ProjectReference("B"), new ProjectReference("C")),
                new Project("a/B/B.csproj", new ProjectReference("D")),
                new Project("a/C/C.csproj", new ProjectReference("D")),
                new Project("a/D/D.csproj")))
            .ShouldBeEmpty();

    [Fact]
    public void A_project_outside_the_solution_is_seen()
    {
        var tree = new SourceTree([new Project("a/Lower/Lower.csproj"), new Project("b/Upper/Upper.csproj")], new HashSet<string> { "a/Lower/Lower.csproj" }, []);

        Places.EveryProjectIsInTheSolution(tree).ShouldHaveSingleItem().ShouldContain("dotnet sln add --in-root b/Upper/Upper.csproj");
    }

    [Fact]
    public void A_folder_of_another_name_is_seen()
    {
        Places.EveryProjectFolderBearsItsName(Tree(new Project("a/Lower/Lower.csproj"))).ShouldBeEmpty();
        Places.EveryProjectFolderBearsItsName(Tree(new Project("a/lower/Lower.csproj"))).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("a/Lower/Lower.csproj", true)]
    [InlineData("tests/Lower.Tests/Lower.Tests.csproj", true)]
    [InlineData("tests/SmartKart.Benchmarks/SmartKart.Benchmarks.csproj", true)]
    [InlineData("b/Lower/Lower.csproj", false)]
    [InlineData("tests/Other.Tests/Other.Tests.csproj", false)]
    [InlineData("e/New/New.csproj", false)]
    public void A_project_has_a_room_or_is_seen(string path, bool hasRoom) =>
        Places.EveryProjectHasARoom(Tree(new Project(path)), Table).Any().ShouldBe(!hasRoom);

    [Theory]
    [InlineData("a/Lower/Long.cs", 401, "using System;", false)]
    [InlineData("a/Lower/Long.cs", 401, "// One table, which reads best whole.", true)]
    [InlineData("a/Lower/Short.cs", 400, "using System;", true)]
    [InlineData("tests/Lower.Tests/Long.cs", 401, "using System;", true)]
    public void A_long_production_file_without_its_reason_is_seen(string path, int lines, string firstLine, bool fine) =>
        Places.LongProductionFilesSayWhy(Tree(new SourceFile(path, lines, firstLine))).Any().ShouldBe(!fine);

    [Theory]
    [InlineData("a/Lower/StringUtils.cs", false)]
    [InlineData("a/Lower/TopicManager.cs", false)]
    [InlineData("a/Lower/Helpers/Text.cs", false)]
    [InlineData("a/SmartKart.Common/Text.cs", false)]
    [InlineData("a/Lower/CommonPrefix.cs", true)]
    [InlineData("a/Lower/Text.cs", true)]
    public void A_name_for_leftovers_is_seen(string path, bool fine) =>
        Places.NothingIsNamedForLeftovers(Tree(new SourceFile(path, 10, ""))).Any().ShouldBe(!fine);

    private static SourceTree Tree(params Project[] projects) => new(projects, projects.Select(project => project.Path).ToHashSet(), []);

    private static SourceTree Tree(SourceFile file) => new([], new HashSet<string>(), [file]);
}
