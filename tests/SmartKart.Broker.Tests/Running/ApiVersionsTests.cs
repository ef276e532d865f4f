using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Running;

public sealed class ApiVersionsTests : IAsyncLifetime
{
    private RunningBroker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await RunningBroker.StartAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task Every_api_of_the_catalogue_is_announced()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);

        var response = await client.AskAsync<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, new() { ClientSoftwareName = "test", ClientSoftwareVersion = "1" });

        response.ErrorCode.ShouldBe(ErrorCode.None);
        response.ApiKeys.Select(api => (api.ApiKey, api.MinVersion, api.MaxVersion)).ShouldBe(MessageCatalog.Apis.Select(api => ((short)api.Key, api.MinVersion, api.MaxVersion)));
    }

    [Fact]
    public async Task A_version_of_ApiVersions_that_is_not_spoken_is_answered_in_version_0_with_all_there_is()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        await client.SendAsync(ApiKey.ApiVersions, new ApiVersionsRequest(), version: 99);

        var response = ResponseFrame.Read<ApiVersionsResponse>(new(await client.ReceiveAsync()), MessageCatalog.Get(ApiKey.ApiVersions), 0, out var correlationId);

        correlationId.ShouldBe(1);
        response.ErrorCode.ShouldBe(ErrorCode.UnsupportedVersion);
        response.ApiKeys.Count.ShouldBe(MessageCatalog.Apis.Count);
    }

    [Fact]
    public async Task A_version_of_another_api_that_is_not_spoken_closes_the_connection()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        await client.SendAsync(ApiKey.Metadata, new MetadataRequest(), version: 99);

        await Should.ThrowAsync<IOException>(client.ReceiveAsync);
    }
}
