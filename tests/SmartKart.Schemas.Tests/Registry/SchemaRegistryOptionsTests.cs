using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class SchemaRegistryOptionsTests
{
    public static TheoryData<string, SchemaRegistryOptions> OutOfRange => new()
    {
        { "Urls", new() { Urls = [] } },
        { "Urls", new() { Urls = [new("localhost:8081")] } },
        { "Urls", new() { Urls = [new("/registry", UriKind.Relative)] } },
        { "Urls", new() { Urls = [new("http://ada:secret@localhost:8081")] } },
        { "Urls", new() { Urls = [new("http://localhost:8081/?a=1")] } },
        { "User", new() { User = "ada:x", Password = "secret" } },
        { "Password", new() { User = "ada" } },
        { "Password", new() { Password = "secret" } },
        { "BearerToken", new() { User = "ada", Password = "secret", BearerToken = "token" } },
        { "BearerToken", new() { BearerToken = "" } },
        { "BearerToken", new() { BearerToken = "to\r\nken" } },
        { "ClientKeyFile", new() { ClientKeyFile = "key.pem" } },
        { "RequestTimeout", new() { RequestTimeout = TimeSpan.Zero } },
        { "RequestTimeout", new() { RequestTimeout = Timeout.InfiniteTimeSpan } },
        { "MaxRetries", new() { MaxRetries = -1 } },
        { "MaxRetries", new() { MaxRetries = 21 } },
        { "RetryDelay", new() { RetryDelay = TimeSpan.FromSeconds(-1) } },
        { "MaxRetryDelay", new() { RetryDelay = TimeSpan.FromSeconds(2), MaxRetryDelay = TimeSpan.FromSeconds(1) } },
        { "MaxResponseBytes", new() { MaxResponseBytes = 1023 } },
        { "MaxCachedSchemas", new() { MaxCachedSchemas = 0 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_value_out_of_its_range_is_told_with_its_key(string key, SchemaRegistryOptions options)
    {
        var error = Should.Throw<SchemaRegistryOptionsException>(() => new SchemaRegistryClient(options));

        error.Message.ShouldStartWith($"SchemaRegistry:{key} ");
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void The_defaults_are_in_range() => Should.NotThrow(() => new SchemaRegistryOptions().Check());

    [Fact]
    public void A_file_that_is_not_there_is_told_with_its_key() =>
        Should.Throw<SchemaRegistryOptionsException>(() => new SchemaRegistryClient(new() { CaFile = "no-such-ca.pem" }))
            .Message.ShouldStartWith("SchemaRegistry:CaFile is 'no-such-ca.pem', which cannot be used: ");

    [Fact]
    public void A_file_without_a_certificate_is_told_with_its_key()
    {
        var file = Path.GetTempFileName();
        try
        {
            Should.Throw<SchemaRegistryOptionsException>(() => new SchemaRegistryClient(new() { CaFile = file })).Message.ShouldContain("holds no certificate");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
