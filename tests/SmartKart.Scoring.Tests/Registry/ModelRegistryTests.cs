using SmartKart.Scoring.Registry;

namespace SmartKart.Scoring.Tests.Registry;

public sealed class ModelRegistryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-registry-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Versions_count_up_and_aliases_name_one_each()
    {
        var registry = new ModelRegistry(_folder.FullName);
        registry.Names().ShouldBeEmpty();
        registry.TryFind("shop", ModelAliases.Champion).ShouldBeNull();

        registry.Register("shop", "run1", "/models/1", "it's the first", Now);
        registry.Register("shop", "run2", "/models/2", "the second", Now.AddDays(1));
        registry.SetAlias("shop", ModelAliases.Champion, 1);
        registry.SetAlias("shop", ModelAliases.Champion, 2);

        registry.Names().ShouldBe(["shop"]);
        registry.Versions("shop").Select(version => version.Version).ShouldBe([2, 1]);
        var champion = registry.Find("shop", "champion");
        (champion.Version, champion.RunId, champion.Source, champion.CreatedAt).ShouldBe((2, "run2", "/models/2", Now.AddDays(1)));
        registry.Find("shop", "1").Description.ShouldBe("it's the first");
        registry.Find("shop", "1").Aliases.ShouldBeEmpty();
        registry.RemoveAlias("shop", ModelAliases.Champion);
        registry.TryFind("shop", ModelAliases.Champion).ShouldBeNull();
    }

    [Fact]
    public void The_files_are_where_MLflow_has_them()
    {
        var registry = new ModelRegistry(_folder.FullName);
        registry.Register("shop", "run1", "/models/1", "x", Now);
        registry.SetAlias("shop", ModelAliases.Champion, 1);

        File.ReadAllText(Path.Combine(_folder.FullName, "models", "shop", "aliases", "champion")).ShouldBe("1");
        File.ReadAllLines(Path.Combine(_folder.FullName, "models", "shop", "version-1", "meta.yaml")).ShouldBe(
        [
            "creation_timestamp: 1772366400000", "current_stage: 'None'", "description: 'x'", "last_updated_timestamp: 1772366400000", "name: 'shop'", "run_id: 'run1'", "run_link: null",
            "source: '/models/1'", "status: 'READY'", "status_message: null", "storage_location: '/models/1'", "user_id: null", "version: 1",
        ]);
    }

    [Fact]
    public void What_is_not_there_is_told_with_what_is()
    {
        var registry = new ModelRegistry(_folder.FullName);
        Should.Throw<RegistryException>(() => registry.Find("shop", "champion")).Message.ShouldContain("none");
        registry.Register("shop", "run1", "/models/1", "x", Now);

        Should.Throw<RegistryException>(() => registry.Find("shop", "7")).Message.ShouldContain("versions 1");
        Should.Throw<RegistryException>(() => registry.SetAlias("shop", "champion", 7));
        Should.Throw<RegistryException>(() => registry.Register("../shop", "r", "s", "d", Now)).Message.ShouldContain("'../shop'");
        File.WriteAllText(Path.Combine(_folder.FullName, "models", "shop", "version-1", "meta.yaml"), "version: [");
        Should.Throw<RegistryException>(() => registry.Versions("shop")).Message.ShouldContain("meta.yaml");
    }
}
