using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Tests.Online.Servers;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>Passwords, ACL users and TLS.</summary>
public sealed class AccessTests
{
    // What the README says a user of the store needs.
    private static readonly string[] Rules =
        ["on", ">se=cret", "~smartkart:*", "+ping", "+hget", "+hmget", "+evalsha", "+script|load", "+hset", "+pttl", "+pexpire", "+persist"];

    [Fact]
    public async Task A_password_is_asked_for_and_a_wrong_one_is_told_from_none()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "open sesame");
        var none = await Should.ThrowAsync<OnlineStoreAccessException>(Visits.ReadAsync(redis.Options, "ada"));
        none.Message.ShouldContain("NOAUTH");
        none.Message.ShouldContain("Redis:Password");
        var wrong = await Should.ThrowAsync<OnlineStoreAccessException>(Visits.ReadAsync(redis.Options with { Password = "guess" }, "ada"));
        wrong.Message.ShouldContain("WRONGPASS");
        var right = redis.Options with { Password = "open sesame" };
        (await Visits.WriteAsync(right, "ada", Visits.Of(3).Blob())).Written.ShouldBe(1);
        Visits.Views(await Visits.ReadAsync(right, "ada")).ShouldBe(3);
    }

    [Fact]
    public async Task A_user_with_the_documented_rights_reads_and_writes_and_is_kept_from_other_keys()
    {
        await using var redis = await RedisServer.StartAsync();
        (await redis.AskAsync(["ACL", "SETUSER", "features", .. Rules])).ShouldBe("OK");
        var user = redis.Options with { Connection = $"{redis.Options.Connection},user=features,password=se=cret" };
        (await Visits.WriteAsync(user, "ada", Visits.Of(3).Blob())).Written.ShouldBe(1);
        Visits.Views(await Visits.ReadAsync(user, "ada")).ShouldBe(3);
        var fault = await Should.ThrowAsync<OnlineStoreAccessException>(Visits.ReadAsync(user with { KeyPrefix = "others" }, "ada"));
        fault.Message.ShouldContain("NOPERM");
        fault.Message.ShouldNotContain("cret", Case.Sensitive, "a password is nothing to print");
    }

    [Fact]
    public async Task TLS_is_spoken_where_it_is_asked_for_and_an_unknown_authority_is_refused()
    {
        RedisServer.SkipUnlessInstalled();
        var folder = Directory.CreateTempSubdirectory("smartkart-tls-");
        try
        {
            var (authority, certificate, key) = Certificates(folder.FullName);
            await using var redis = await PrivateRedis.StartAsync(Path.Combine(folder.FullName, "data"), 0,
                ["--port", "0", "--tls-port", "0", "--tls-cert-file", certificate, "--tls-key-file", key,
                    "--tls-ca-cert-file", authority, "--tls-auth-clients", "no"], Cancel);
            // The port that PrivateRedis chose is free: it is TLS' now.
            (await RedisServer.AskAsync(redis.Connection, "CONFIG", "SET", "tls-port", $"{redis.Port}")).ShouldBe("OK");
            var options = new RedisOptions { Connection = $"localhost:{redis.Port},ssl=true,sslCa={authority}", ReadTimeout = TimeSpan.FromSeconds(5) };
            (await Visits.WriteAsync(options, "ada", Visits.Of(3).Blob())).Written.ShouldBe(1);
            Visits.Views(await Visits.ReadAsync(options, "ada")).ShouldBe(3);
            await Should.ThrowAsync<OnlineStoreUnavailableException>(Visits.ReadAsync(options with { Connection = $"localhost:{redis.Port},ssl=true" }, "ada"));
            await Should.ThrowAsync<OnlineStoreUnavailableException>(
                Visits.ReadAsync(options with { Connection = $"127.0.0.1:{redis.Port},ssl=true,sslCa={authority}" }, "ada"));
            Visits.Views(await Visits.ReadAsync(options with { Connection = $"127.0.0.1:{redis.Port},ssl=true,sslHost=localhost,sslCa={authority}" }, "ada"))
                .ShouldBe(3);
            await Should.ThrowAsync<OnlineStoreException>(Visits.ReadAsync(options with { Connection = $"localhost:{redis.Port}" }, "ada"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static (string Authority, string Certificate, string Key) Certificates(string folder)
    {
        var (from, until) = (DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(4_000_000_000));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, until, [1, 2, 3, 4]);

        return (Save("ca.pem", authority.ExportCertificatePem()), Save("cert.pem", certificate.ExportCertificatePem()),
            Save("key.pem", key.ExportPkcs8PrivateKeyPem()));

        string Save(string name, string pem)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, pem);
            return path;
        }
    }
}
