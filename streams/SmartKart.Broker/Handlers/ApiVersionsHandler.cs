using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers;

/// <summary>Says what is spoken.</summary>
internal sealed class ApiVersionsHandler() : RequestHandler<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions)
{
    /// <summary>The answer to a version of ApiVersions itself that is not spoken: all there is to know, in the oldest version (KIP-511).</summary>
    public static ApiVersionsResponse Unsupported() => Spoken(ErrorCode.UnsupportedVersion);

    protected override ValueTask<ApiVersionsResponse?> HandleAsync(ApiVersionsRequest request, RequestContext context) =>
        ValueTask.FromResult<ApiVersionsResponse?>(Spoken(ErrorCode.None));

    private static ApiVersionsResponse Spoken(ErrorCode error) => new()
    {
        ErrorCode = error,
        ApiKeys = [.. MessageCatalog.Apis.Select(api => new ApiVersionsResponse.ApiVersion { ApiKey = (short)api.Key, MinVersion = api.MinVersion, MaxVersion = api.MaxVersion })],
        // Feature levels that Apache Kafka 4 finalizes: clients ask for them before they use the consumer protocol.
        SupportedFeatures = [new() { Name = "group.version", MinVersion = 0, MaxVersion = 1 }],
        FinalizedFeaturesEpoch = 0,
        FinalizedFeatures = [new() { Name = "group.version", MinVersionLevel = 1, MaxVersionLevel = 1 }],
    };
}
