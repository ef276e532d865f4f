namespace SmartKart.EndToEnd.Architecture;

/// <summary>The rules, over this checkout.</summary>
public sealed class ArchitectureTests
{
    private static readonly SourceTree Tree = SourceTree.Read(Repository.Root);

    [Fact]
    public void References_between_projects_keep_to_the_table_of_rooms() => DependencyRules.ReferencesKeepToTheTable(Tree, Rooms.Table).ShouldBeEmpty();

    [Fact]
    public void No_project_reaches_itself_by_way_of_others() => DependencyRules.ThereIsNoCycle(Tree).ShouldBeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution() => Places.EveryProjectIsInTheSolution(Tree).ShouldBeEmpty();

    [Fact]
    public void Every_project_folder_bears_its_projects_name() => Places.EveryProjectFolderBearsItsName(Tree).ShouldBeEmpty();

    [Fact]
    public void Every_project_lies_where_the_table_of_rooms_has_it() => Places.EveryProjectHasARoom(Tree, Rooms.Table).ShouldBeEmpty();

    [Fact]
    public void A_production_file_above_400_lines_says_why() => Places.LongProductionFilesSayWhy(Tree).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_named_for_leftovers() => Places.NothingIsNamedForLeftovers(Tree).ShouldBeEmpty();

    [Fact]
    public void The_table_itself_names_only_rooms_that_it_has()
    {
        var known = Rooms.Table.Select(room => room.Project).ToList();
        Rooms.Table.SelectMany(room => (room.MayUse ?? []).Concat(room.MayAnalyzeWith).Concat(room.ItsTestsMayAlsoUse)).Except(known).ShouldBeEmpty();
        known.ShouldBeUnique();
    }

    [Fact]
    public void The_tree_that_was_read_is_the_whole_one()
    {
        Tree.Projects.Select(project => project.Name).ShouldContain("SmartKart.Local");
        Tree.Projects.Single(project => project.Name == "SmartKart.EndToEnd").References.ShouldContain(new ProjectReference("SmartKart.Benchmarks"));
        Tree.Files.Select(file => file.Path).ShouldContain("deploy/local/SmartKart.Local/Program.cs");
    }
}
