using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Pipelines.Tests.Manifests;

public sealed class ShippedManifestTests
{
    [Fact]
    public async Task Every_manifest_is_one_of_Argos_by_its_published_schema()
    {
        var faults = await ArgoSchema.FaultsOfAsync(Repository.Manifests.Select(File.ReadAllText));

        faults.Count.ShouldBe(Repository.Manifests.Length);
        foreach (var (path, found) in Repository.Manifests.Zip(faults)) found.ShouldBeEmpty(path);
    }

    [Fact]
    public async Task The_schema_sees_what_is_none_of_Argos()
    {
        var wrong = File.ReadAllText(Repository.Manifests[0])
            .Replace("secondsAfterCompletion: 604800", "secondsAfterCompletion: a week", StringComparison.Ordinal);

        (await ArgoSchema.FaultsOfAsync([wrong])).ShouldHaveSingleItem()
            .ShouldContain(fault => fault.Contains("/spec/ttlStrategy/secondsAfterCompletion", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_manifest_can_be_run_here()
    {
        Repository.Manifests.ShouldNotBeEmpty();
        foreach (var path in Repository.Manifests) ManifestReader.Read(path).Description.ShouldNotBeEmpty(path);
    }
}
