using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;
using SmartKart.Local.Serving;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Local.Tests.Serving;

/// <summary>The section <c>Serving</c>, and the file by which its rollout is changed.</summary>
public sealed class ServingSectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-serving-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Mode", "canry", "Serving:Rollout:Mode is 'canry'. Write one of off, shadow, canary, ab.")]
    [InlineData("Percent", "some", "Serving:Rollout:Percent is 'some'. Write 0 to 100: of 100 visitors so many get the candidate.")]
    [InlineData("ListsMin", "1", "Serving:Rollout:ListsMin is '1'. Write a whole number, 20 to 1000000.")]
    [InlineData("Precent", "5", "Mend or remove that key.")]
    public void A_rollout_that_cannot_be_used_is_refused_by_its_key(string key, string value, string expected) =>
        Should.Throw<CommandException>(() => Read((key, value))).Message.ShouldContain(expected);

    [Fact]
    public void A_rollout_is_read_by_its_keys_and_followed_in_the_data_directory()
    {
        var options = Read(("Mode", "canary"), ("Percent", "2.5"));
        options.Rollout.ShouldBe(new RolloutOptions { Mode = RolloutMode.Canary, Percent = 2.5 });
        options.RolloutFile.ShouldBe(Path.Combine(_folder.FullName, "rollout.yaml"));
    }

    [Fact]
    public void The_file_is_what_is_configured_until_it_is_written_and_says_what_to_do_where_it_is_broken()
    {
        var file = new RolloutFile(Read(("Mode", "shadow")));
        (file.Exists, file.Read().Mode).ShouldBe((false, RolloutMode.Shadow));
        file.Write(new RolloutOptions { Mode = RolloutMode.Ab, Percent = 10 });
        (file.Exists, file.Read()).ShouldBe((true, new RolloutOptions { Mode = RolloutMode.Ab, Percent = 10 }));
        File.WriteAllText(file.Path, "mode: of");
        Should.Throw<CommandException>(file.Read).Message.ShouldBe($"{file.Path}:1: 'mode' is 'of'. Write one of off, shadow, canary, ab. Mend or delete the file.");
    }

    private SmartKart.Serving.ServingOptions Read(params (string Key, string Value)[] rollout) => ServingSection.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(rollout.Select(each => KeyValuePair.Create<string, string?>($"{RolloutOptions.Section}:{each.Key}", each.Value))
            .Append(new(LocalConfiguration.Keys.DataDirectory, _folder.FullName))).Build());
}
