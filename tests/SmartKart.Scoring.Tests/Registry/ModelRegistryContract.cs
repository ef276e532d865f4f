using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Registry;

namespace SmartKart.Scoring.Tests.Registry;

/// <summary>What every registry keeps to: run over a folder (<see cref="ModelRegistryTests"/>) and over a tracking server (<see cref="MlflowRegistryTests"/>).</summary>
public abstract class ModelRegistryContract
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An empty one.</summary>
    protected abstract IModelRegistry Registry { get; }

    /// <summary>A run that is finished, with a model that has one file, and what it measured.</summary>
    protected abstract (string Id, string Source) GivenRun(string content, params (string Name, double Value)[] metrics);

    /// <summary>Changes the one file of a run's model where the registry has it.</summary>
    protected abstract void Change((string Id, string Source) run, string content);

    /// <summary>Deletes a run's measurements.</summary>
    protected abstract void Forget((string Id, string Source) run);

    [Fact]
    public void Versions_count_up_and_aliases_name_one_each()
    {
        Registry.Names(Stop).ShouldBeEmpty();
        Registry.TryFind("shop", ModelAliases.Champion, Stop).ShouldBeNull();
        var (first, second) = (GivenRun("1"), GivenRun("2"));

        Registry.Register("shop", first.Id, first.Source, "it's the first", Now, Stop).Version.ShouldBe(1);
        Registry.Register("shop", second.Id, second.Source, "the second", Now.AddDays(1), Stop).Version.ShouldBe(2);
        Registry.SetAlias("shop", ModelAliases.Champion, 1, Stop);
        Registry.SetAlias("shop", ModelAliases.Champion, 2, Stop);
        Registry.SetAlias("shop", ModelAliases.Previous, 1, Stop);

        Registry.Names(Stop).ShouldBe(["shop"]);
        Registry.Versions("shop", Stop).Select(version => version.Version).ShouldBe([2, 1]);
        var champion = Registry.Find("shop", "champion", Stop);
        (champion.Name, champion.Version, champion.RunId, champion.Source).ShouldBe(("shop", 2, second.Id, second.Source));
        champion.Aliases.ShouldBe(["champion"]);
        Registry.Find("shop", "1", Stop).Description.ShouldBe("it's the first");
        Registry.TryFind("shop", ModelAliases.Previous, Stop)!.Version.ShouldBe(1);
    }

    [Fact]
    public void An_alias_is_taken_away_once()
    {
        var run = GivenRun("1");
        Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        Registry.RemoveAlias("shop", ModelAliases.Champion, Stop);
        Registry.SetAlias("shop", ModelAliases.Champion, 1, Stop);

        Registry.RemoveAlias("shop", ModelAliases.Champion, Stop);
        Registry.RemoveAlias("shop", ModelAliases.Champion, Stop);

        Registry.TryFind("shop", ModelAliases.Champion, Stop).ShouldBeNull();
        Registry.Find("shop", "1", Stop).Aliases.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_there_is_told_with_what_is()
    {
        Should.Throw<RegistryException>(() => Registry.Find("shop", "champion", Stop)).Message.ShouldContain($"{Registry.Location}; there are none");
        var run = GivenRun("1");
        Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);

        Should.Throw<RegistryException>(() => Registry.Find("shop", "7", Stop)).Message.ShouldContain("versions 1 and the aliases none");
        Should.Throw<RegistryException>(() => Registry.Find("shelf", "1", Stop)).Message.ShouldContain("there are shop");
        Should.Throw<RegistryException>(() => Registry.SetAlias("shop", "champion", 7, Stop));
        Should.Throw<RegistryException>(() => Registry.SetAlias("shop", "the champion", 1, Stop)).Message.ShouldContain("'the champion'");
        Should.Throw<RegistryException>(() => Registry.Register("../shop", "r", "s", "d", Now, Stop)).Message.ShouldContain("'../shop'");
    }

    [Fact]
    public void A_versions_artifacts_are_those_of_its_run()
    {
        foreach (var content in new[] { "one", "two" })
        {
            var run = GivenRun(content);
            Registry.Register("shop", run.Id, run.Source, content, Now, Stop);
        }

        var folder = Registry.ArtifactsOf(Registry.Find("shop", "2", Stop), Stop);

        MlModel.Read(folder, "thing").Bytes.ShouldBe(3);
        File.ReadAllText(Path.Combine(folder, "content.txt")).ShouldBe("two");
    }

    [Theory]
    [InlineData("tw")]
    [InlineData("owt")]
    public void A_version_whose_file_is_not_what_was_registered_is_refused(string changed)
    {
        var run = GivenRun("two");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        Change(run, changed);

        Should.Throw<ScoringException>(() => MlModel.Read(Registry.ArtifactsOf(version, Stop), "thing")).Message.ShouldContain("content.txt");
    }

    [Fact]
    public void A_versions_metrics_are_what_its_run_measured()
    {
        var run = GivenRun("1", ("recall", 0.25), ("ndcg", 0.125));
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);

        Registry.MetricsOf(version, Stop).Select(each => (each.Key, each.Value)).ShouldBe([("ndcg", 0.125), ("recall", 0.25)]);
        Forget(run);
        Registry.MetricsOf(version, Stop).ShouldBeEmpty();
    }
}
