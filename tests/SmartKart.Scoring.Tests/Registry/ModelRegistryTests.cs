using System.Globalization;
using SmartKart.Scoring.Registry;

namespace SmartKart.Scoring.Tests.Registry;

public sealed class ModelRegistryTests : ModelRegistryContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-registry-");

    protected override IModelRegistry Registry => new ModelRegistry(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_files_are_where_MLflow_has_them()
    {
        Registry.Register("shop", "run1", "/models/1", "x", Now, Stop);
        Registry.SetAlias("shop", ModelAliases.Champion, 1, Stop);

        File.ReadAllText(Path.Combine(_folder.FullName, "models", "shop", "aliases", "champion")).ShouldBe("1");
        File.ReadAllLines(Path.Combine(_folder.FullName, "models", "shop", "version-1", "meta.yaml")).ShouldBe(
        [
            "creation_timestamp: 1772366400000", "current_stage: 'None'", "description: 'x'", "last_updated_timestamp: 1772366400000", "name: 'shop'", "run_id: 'run1'", "run_link: null",
            "source: '/models/1'", "status: 'READY'", "status_message: null", "storage_location: '/models/1'", "user_id: null", "version: 1",
        ]);
    }

    [Fact]
    public void A_file_that_is_damaged_is_named()
    {
        Registry.Register("shop", "run1", "/models/1", "x", Now, Stop);
        File.WriteAllText(Path.Combine(_folder.FullName, "models", "shop", "version-1", "meta.yaml"), "version: [");

        Should.Throw<RegistryException>(() => Registry.Versions("shop", Stop)).Message.ShouldContain("meta.yaml");
    }

    protected override (string Id, string Source) GivenRun(string content, params (string Name, double Value)[] metrics)
    {
        var id = Guid.NewGuid().ToString("N");
        var run = Path.Combine(_folder.FullName, "1", id);
        RegisteredThing.Write(Path.Combine(run, "artifacts", "model"), content);
        Directory.CreateDirectory(Path.Combine(run, "metrics"));
        foreach (var (name, value) in metrics)
            File.WriteAllText(Path.Combine(run, "metrics", name), string.Create(CultureInfo.InvariantCulture, $"1 0.5 0\n2 {value:R} 0\n"));
        return (id, Path.Combine(run, "artifacts", "model"));
    }

    protected override void Change((string Id, string Source) run, string content) => File.WriteAllText(Path.Combine(run.Source, "content.txt"), content);

    protected override void Forget((string Id, string Source) run) => Directory.Delete(Path.Combine(_folder.FullName, "1", run.Id), recursive: true);
}
