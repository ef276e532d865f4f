using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class AuthenticationTests : RegistryTests
{
    [Fact]
    public async Task A_user_and_a_password_are_sent_as_basic_authentication()
    {
        Registry.Authorization = "Basic YWRhOnBhc3M6d8O2cmQ=";      // ada:pass:wörd, in UTF-8
        using var client = Connect(options => options with { User = "ada", Password = "pass:wörd" });

        (await client.GetSubjectsAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_is_sent_as_bearer_authentication()
    {
        Registry.Authorization = "Bearer abc.def";
        using var client = Connect(options => options with { BearerToken = "abc.def" });

        (await client.GetSubjectsAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        Registry.Authorization = "Basic YWRhOnBhc3M=";
        using var client = Connect(options => options with { User = "ada", Password = "guess" });

        var error = await Refused(() => client.GetSubjectsAsync(Stop));

        error.ErrorCode.ShouldBe(40101);
        error.Message.ShouldContain("Set SchemaRegistry:User and SchemaRegistry:Password");
        error.Message.ShouldNotContain("guess");
    }

    [Fact]
    public async Task A_registry_whose_authority_is_named_is_trusted_and_no_other()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        await using var registry = await ScriptedRegistry.StartAsync(certificate: authority.Server());

        using var trusting = Connect(options => options with { Urls = [registry.Url], CaFile = authority.CaFile });
        using var wary = Connect(options => options with { Urls = [registry.Url], CaFile = stranger.CaFile });
        using var plain = Connect(options => options with { Urls = [registry.Url] });

        (await trusting.GetSubjectsAsync(Stop)).ShouldBeEmpty();
        (await Refused(() => wary.GetSubjectsAsync(Stop))).Message.ShouldContain("the TLS handshake failed");
        (await Refused(() => plain.GetSubjectsAsync(Stop))).Message.ShouldContain("SchemaRegistry:CaFile");
        Time.Waits.ShouldBeEmpty();      // what is not trusted is not asked again
    }

    [Fact]
    public async Task A_client_shows_its_certificate_where_it_is_asked_to()
    {
        using var authority = new TestAuthority();
        await using var registry = await ScriptedRegistry.StartAsync(certificate: authority.Server(), wantsClientCertificate: true);
        var (certificate, key) = authority.Client("secret");
        using var known = Connect(options => options with
        {
            Urls = [registry.Url], CaFile = authority.CaFile, ClientCertificateFile = certificate, ClientKeyFile = key, ClientKeyPassword = "secret",
        });
        using var unknown = Connect(options => options with { Urls = [registry.Url], CaFile = authority.CaFile, MaxRetries = 0 });

        (await known.GetSubjectsAsync(Stop)).ShouldBeEmpty();
        await Refused(() => unknown.GetSubjectsAsync(Stop));
    }

    [Fact]
    public void A_key_that_its_password_does_not_open_is_told()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Client("secret");

        Should.Throw<SchemaRegistryOptionsException>(() => Connect(options => options with { ClientCertificateFile = certificate, ClientKeyFile = key, ClientKeyPassword = "guess" }))
            .Message.ShouldStartWith("SchemaRegistry:ClientCertificateFile is ");
    }
}
