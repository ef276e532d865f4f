using SmartKart.Local.Testing;

namespace SmartKart.Local.Tests.Testing;

public sealed class TestProgramTests : IDisposable
{
    private readonly string _tests = Directory.CreateTempSubdirectory("smartkart-tests-").FullName;

    public void Dispose() => Directory.Delete(_tests, recursive: true);

    [Fact]
    public void Test_projects_are_found_by_their_project_files_and_benchmarks_are_not_tests()
    {
        Add("Zeta.Tests");
        Add("Alpha.Tests");
        Add("SmartKart.EndToEnd");
        Add("SmartKart.Benchmarks");
        Directory.CreateDirectory(Path.Combine(_tests, "peers"));

        TestProgram.Discover(_tests).Select(program => program.Project).ShouldBe(["Alpha.Tests", "SmartKart.EndToEnd", "Zeta.Tests"]);
    }

    [Fact]
    public void What_a_deleted_project_left_behind_is_not_run()
    {
        Add("Gone.Tests");
        File.Delete(Path.Combine(_tests, "Gone.Tests", "Gone.Tests.csproj"));

        TestProgram.Discover(_tests).ShouldBeEmpty();
    }

    [Fact]
    public void A_test_project_that_is_not_built_is_an_error_and_not_passed_over()
    {
        Add("Alpha.Tests", built: false);

        Should.Throw<CommandException>(() => TestProgram.Discover(_tests)).Message.ShouldContain("Alpha.Tests.dll is not built");
        TestProgram.Discover(_tests, "Beta").ShouldBeEmpty("a project that is not asked for need not be built");
    }

    private void Add(string project, bool built = true)
    {
        var output = Directory.CreateDirectory(Path.Combine(_tests, project, "bin", "Release", "net10.0")).FullName;
        File.WriteAllText(Path.Combine(_tests, project, $"{project}.csproj"), "");
        if (built)
            File.WriteAllText(Path.Combine(output, $"{project}.dll"), "");
    }
}
