using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Connections;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>The section Redis: what it means, and what is wrong with it.</summary>
public sealed class RedisOptionsTests
{
    [Fact]
    public void A_connection_names_servers_and_how_to_get_in()
    {
        var settings = RedisConnectionString.Parse(
            "redis-1, redis-2:7000,[::1]:7001,unix:/run/redis.sock, user=features,password=a=b,ssl=TRUE,sslHost=redis,database=3");
        settings.Endpoints.ShouldBe([new("redis-1", 6379), new("redis-2", 7000), new("::1", 7001), new("/run/redis.sock", 0)]);
        (settings.User, settings.Password, settings.Ssl, settings.SslHost, settings.Database).ShouldBe(("features", "a=b", true, "redis", 3));
        settings.ToString().ShouldBe("redis-1:6379,redis-2:7000,[::1]:7001,unix:/run/redis.sock", "without the password");
    }

    [Theory]
    [InlineData(null, "names no server")]
    [InlineData("ssl=true", "names no server")]
    [InlineData("a b:1", "'a b:1', which is no address")]
    [InlineData("host:0", "no address")]
    [InlineData("host,timeout=3", "unknown setting 'timeout'")]
    [InlineData("host,ssl=maybe", "Write true or false")]
    [InlineData("host,user=x", "a user and no password")]
    [InlineData("host,cluster=true,database=1", "one only")]
    [InlineData("host,sslCa=/no/such.pem", "there is no file")]
    public void What_is_wrong_with_a_connection_is_told_by_its_key(string? connection, string expected)
    {
        var fault = Should.Throw<OptionsValidationException>(() => OnlineStore.Open(new RedisOptions { Connection = connection }));
        fault.Message.ShouldStartWith("Redis:Connection");
        fault.Message.ShouldContain(expected);
    }

    [Fact]
    public void Ranges_are_held()
    {
        Faults(new RedisOptions { Connection = "host", ReadTimeout = TimeSpan.Zero }).ShouldContain("Redis:ReadTimeout is 00:00:00");
        Faults(new RedisOptions { Connection = "host", Connections = 0 }).ShouldContain("Redis:Connections is 0");
        Faults(new RedisOptions { Connection = "host", BreakAfter = 0 }).ShouldContain("Redis:BreakAfter is 0");
        Faults(new RedisOptions { Connection = "host", PendingBytesMax = 1 }).ShouldContain("Redis:PendingBytesMax is 1");
        Faults(new RedisOptions { Connection = "host", KeyPrefix = "a{b" }).ShouldContain("Redis:KeyPrefix is 'a{b'");
        Should.NotThrow(() => RedisOptionsRules.Checked(new RedisOptions { Connection = "host" }));
    }

    [Fact]
    public async Task A_programs_services_have_a_store_and_a_writer()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Redis:Connection"] = "host:1,password=x", ["Redis:ReadTimeout"] = "00:00:00.020" })
                .Build();
        await using var services = new ServiceCollection().AddOnlineStore(configuration).BuildServiceProvider();
        services.GetRequiredService<IOptions<RedisOptions>>().Value.ReadTimeout.ShouldBe(TimeSpan.FromMilliseconds(20));
        services.GetRequiredService<OnlineStore>().ShouldBeSameAs(services.GetRequiredService<OnlineStore>());
        services.GetRequiredService<OnlineWriter>().Unwritten.ShouldBe(0);
    }

    private static string Faults(RedisOptions options) => Should.Throw<OptionsValidationException>(() => RedisOptionsRules.Checked(options)).Message;
}
