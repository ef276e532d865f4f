using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SmartKart.FeatureStore.Online;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Schemas.Registry;
using SmartKart.Scoring.Registry;
using SmartKart.Topologies.Archive;

namespace SmartKart.Local.Tests.Documentation;

/// <summary>The smartkart.json that the page on operations shows, read as a command reads it.</summary>
public sealed class DocumentedSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smartkart-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_key_is_one_of_its_section_and_each_value_one_that_is_taken()
    {
        var text = string.Join('\n', Page.FencedLines(Checkout.PathOf("docs", "operations.md")).Where(line => line.Language == "json").Select(line => line.Text));
        await File.WriteAllTextAsync(Path.Combine(_folder, LocalConfiguration.FileName), text, TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        var sections = new Dictionary<string, Type>
        {
            [KafkaOptions.Section] = typeof(KafkaOptions), [SchemaRegistryOptions.Section] = typeof(SchemaRegistryOptions), [RedisOptions.Section] = typeof(RedisOptions),
            [MlflowOptions.Section] = typeof(MlflowOptions), [ArchiveOptions.Section] = typeof(ArchiveOptions),
        };
        foreach (var section in document.RootElement.EnumerateObject())
        {
            foreach (var key in section.Value.EnumerateObject())
                (sections[section.Name].GetProperty(key.Name) is not null || LocalConfiguration.Keys.RegistryUrl == $"{section.Name}:{key.Name}").ShouldBeTrue($"{section.Name}:{key.Name}");
        }

        var configuration = LocalConfiguration.Read(_folder, new Dictionary<string, string?>());

        RegistrySection.Read(configuration).Urls.ShouldBe([new Uri("https://registry:8081")]);
        configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>().ShouldNotBeNull().SecurityProtocol.ShouldBe("sasl_ssl");
        var redis = configuration.GetSection(RedisOptions.Section).Get<RedisOptions>().ShouldNotBeNull();
        await OnlineStore.Open(redis).DisposeAsync();       // which refuses what is unsound, and connects with the first read
    }
}
