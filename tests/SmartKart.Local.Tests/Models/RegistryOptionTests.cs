using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Tests.Models;

public sealed class RegistryOptionTests
{
    [Fact]
    public void Models_are_in_the_folder_that_is_given_at_the_server_that_is_set_or_in_the_data_directory()
    {
        Read("--data-directory", "/data").ShouldBeOfType<ModelRegistry>().Location.ShouldBe("/data/mlruns");
        Read("--registry", "/models").ShouldBeOfType<ModelRegistry>().Location.ShouldBe("/models");
        Read("--tracking-uri", "http://127.0.0.1:5000/mlflow/").ShouldBeOfType<MlflowRegistry>().Location.ShouldBe("http://127.0.0.1:5000/mlflow");
    }

    [Theory]
    [InlineData("both given", "--registry", "/models", "--tracking-uri", "http://127.0.0.1:5000")]
    [InlineData("Mlflow:TrackingUri", "--tracking-uri", "/srv/mlruns")]
    [InlineData("Mlflow:TrackingUri", "--tracking-uri", "localhost:5000")]
    public void What_is_no_one_place_is_told(string told, params string[] arguments) =>
        Should.Throw<CommandException>(() => Read(arguments)).Message.ShouldContain(told);

    [Fact]
    public void The_section_is_read_with_its_secrets_and_a_key_that_is_not_its_own_is_told()
    {
        MlflowSection.Read(Configuration(), "/data").ShouldBeNull();

        var options = MlflowSection.Read(
            Configuration(("TrackingUri", "http://a:5000"), ("Username", "ada"), ("Password", "secret"), ("RequestTimeout", "00:00:05")), "/data").ShouldNotBeNull();

        (options.Username, options.Password, options.RequestTimeout).ShouldBe(("ada", "secret", TimeSpan.FromSeconds(5)));
        options.CacheDirectory.ShouldBe("/data/mlflow");
        Should.Throw<CommandException>(() => MlflowSection.Read(Configuration(("TrackingUri", "http://a:5000"), ("User", "ada")), "/data")).Message.ShouldContain("User");
    }

    private static Microsoft.Extensions.Configuration.IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        LocalConfiguration.Read("/", values.ToDictionary(each => $"Mlflow:{each.Key}", string? (each) => each.Value));

    private static IModelRegistry Read(params string[] arguments)
    {
        var command = new Command("models");
        var registry = RegistryOption.Create();
        LocalConfiguration.AddModelFlags(command);
        command.Add(registry);
        return RegistryOption.Read(command.Parse(arguments), registry);
    }
}
