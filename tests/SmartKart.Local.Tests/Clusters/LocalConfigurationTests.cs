using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Tests.Clusters;

public sealed class LocalConfigurationTests : IDisposable
{
    // A section that no program reads, so that a variable set here changes nothing for a test beside it.
    private const string Variable = "SMARTKART__LocalConfigurationTests__Key";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-configuration-");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_variable_wins_over_the_file_and_a_flag_over_both()
    {
        File("""{"LocalConfigurationTests": {"Key": "file"}}""");
        Read()["LocalConfigurationTests:Key"].ShouldBe("file");

        Environment.SetEnvironmentVariable(Variable, "variable");
        Read()["LocalConfigurationTests:Key"].ShouldBe("variable");

        Read(("LocalConfigurationTests:Key", "flag"))["LocalConfigurationTests:Key"].ShouldBe("flag");
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named()
    {
        File("{");

        Should.Throw<CommandException>(() => Read()).Message.ShouldStartWith(Path.Combine(_folder.FullName, "smartkart.json") + " cannot be read: ");
    }

    [Theory]
    [InlineData("""{}""", "http://localhost:8081/")]
    [InlineData("""{"SchemaRegistry": {"Url": "http://a:1"}}""", "http://a:1/")]
    [InlineData("""{"SchemaRegistry": {"Url": "http://a:1, http://b:2"}}""", "http://a:1/ http://b:2/")]
    [InlineData("""{"SchemaRegistry": {"Urls": ["http://a:1", "http://b:2"]}}""", "http://a:1/ http://b:2/")]
    public void The_registry_is_a_url_a_list_of_them_or_the_default(string json, string urls)
    {
        File(json);

        string.Join(' ', RegistrySection.Read(Read()).Urls).ShouldBe(urls);
    }

    [Fact]
    public void Other_keys_of_the_registry_are_read_beside_it()
    {
        File("""{"SchemaRegistry": {"Url": "http://a:1", "MaxRetries": 1}}""");

        RegistrySection.Read(Read()).MaxRetries.ShouldBe(1);
    }

    [Fact]
    public void What_is_no_address_is_named_by_its_key() =>
        Should.Throw<CommandException>(() => RegistrySection.Read(Read(("SchemaRegistry:Url", "nowhere")))).Message.ShouldStartWith("SchemaRegistry:Url has 'nowhere'");

    private void File(string json) => System.IO.File.WriteAllText(Path.Combine(_folder.FullName, "smartkart.json"), json);

    private IConfigurationRoot Read(params (string Key, string Value)[] flags) =>
        LocalConfiguration.Read(_folder.FullName, flags.ToDictionary(flag => flag.Key, flag => (string?)flag.Value));
}
