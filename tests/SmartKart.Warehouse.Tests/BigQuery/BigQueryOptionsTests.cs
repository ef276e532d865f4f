using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class BigQueryOptionsTests
{
    private static readonly BigQueryOptions Good = new() { ProjectId = "shop" };

    public static TheoryData<string, Func<BigQueryOptions, BigQueryOptions>> Wrong => new()
    {
        { "ProjectId", good => good with { ProjectId = " " } },
        { "BaseUri", good => good with { BaseUri = new Uri("ftp://x/") } },
        { "BaseUri", good => good with { BaseUri = new Uri("http://example.com/"), AccessToken = "t" } },
        { "CredentialsPath", good => good with { CredentialsPath = "key.json", Anonymous = true } },
        { "AccessToken", good => good with { AccessToken = "two words" } },
        { "MaximumBytesBilled", good => good with { MaximumBytesBilled = -1 } },
        { "RequestTimeout", good => good with { RequestTimeout = TimeSpan.Zero } },
        { "LongPoll", good => good with { LongPoll = TimeSpan.FromMinutes(10) } },
        { "PageRows", good => good with { PageRows = 0 } },
        { "MaxRetries", good => good with { MaxRetries = 21 } },
        { "RetryDelay", good => good with { RetryDelay = TimeSpan.FromHours(1) } },
        { "MaxRetryDelay", good => good with { MaxRetryDelay = TimeSpan.Zero } },
        { "UploadPartBytes", good => good with { UploadPartBytes = 300_000 } },
        { "MaxResponseBytes", good => good with { MaxResponseBytes = 1 } },
    };

    [Fact]
    public void A_project_is_all_that_must_be_set() => Good.Check();

    [Theory, MemberData(nameof(Wrong))]
    public void A_value_out_of_range_names_its_key(string key, Func<BigQueryOptions, BigQueryOptions> change) =>
        Should.Throw<BigQueryOptionsException>(() => new BigQueryClient(change(Good))).Message.ShouldStartWith($"Warehouse:BigQuery:{key} ");
}
