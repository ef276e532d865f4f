using System.Text;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Security;

/// <summary>The exchange on the wire; what real clients make of it is tested in <see cref="SecureClientTests"/>.</summary>
public sealed class SaslTests : IAsyncLifetime
{
    private readonly KeptLog _log = new();
    private RunningBroker _broker = null!;

    public async ValueTask InitializeAsync() =>
        _broker = await RunningBroker.StartAsync(SecureListeners.Broker(SecureListeners.Plain with { Sasl = SecureListeners.Sasl("PLAIN", "SCRAM-SHA-256") }), _log);

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task The_right_password_opens_the_connection_for_as_long_as_it_lasts()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        (await ChooseAsync(client, "PLAIN")).ErrorCode.ShouldBe(ErrorCode.None);

        var answer = await AuthenticateAsync(client, $"\0{SecureListeners.User}\0{SecureListeners.Password}");

        (answer.ErrorCode, answer.SessionLifetimeMs).ShouldBe((ErrorCode.None, 0L));
        (await client.AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null })).Brokers.Count.ShouldBe(1);
        await _log.UntilAsync(1101, "User:ada");
    }

    [Fact]
    public async Task A_wrong_password_and_a_wrong_name_are_answered_alike_and_the_log_knows_which()
    {
        var wrongPassword = await FailAsync($"\0{SecureListeners.User}\0guess");
        var wrongName = await FailAsync("\0eve\0guess");

        wrongName.ErrorMessage.ShouldBe(wrongPassword.ErrorMessage);
        (await _log.UntilAsync(1100, "the password for user 'ada' is wrong")).Text.ShouldContain("127.0.0.1:");
        await _log.UntilAsync(1100, "there is no user 'eve'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("\0ada\0")]
    [InlineData("\0\0guess")]
    [InlineData("bob\0ada\0pass,word=1")]
    [InlineData("\0ada\0pass,word=1\0")]
    public async Task A_token_that_proves_nobody_is_refused(string token) => await FailAsync(token);

    [Fact]
    public async Task A_mechanism_that_is_not_offered_is_refused_with_those_that_are()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);

        var answer = await ChooseAsync(client, "OAUTHBEARER");

        answer.ErrorCode.ShouldBe(ErrorCode.UnsupportedSaslMechanism);
        answer.Mechanisms.ShouldBe(["PLAIN", "SCRAM-SHA-256"]);
        await ShouldBeClosedAsync(client);
        await _log.UntilAsync(1100, "'OAUTHBEARER'");
    }

    [Fact]
    public async Task Nothing_else_is_answered_before_authentication()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        (await client.AskAsync<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, new() { ClientSoftwareName = "test", ClientSoftwareVersion = "1" })).ErrorCode.ShouldBe(ErrorCode.None);

        await client.SendAsync(ApiKey.Metadata, new MetadataRequest { Topics = null }, version: 4);

        await ShouldBeClosedAsync(client);
        await _log.UntilAsync(1002, "Metadata before it had authenticated");
    }

    [Fact]
    public async Task A_token_before_a_mechanism_was_chosen_is_an_illegal_state()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);

        (await AuthenticateAsync(client, "\0ada\0pass,word=1")).ErrorCode.ShouldBe(ErrorCode.IllegalSaslState);

        await ShouldBeClosedAsync(client);
    }

    [Fact]
    public async Task Authenticating_again_is_an_illegal_state_and_changes_nothing()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        await ChooseAsync(client, "PLAIN");
        (await AuthenticateAsync(client, $"\0{SecureListeners.User}\0{SecureListeners.Password}")).ErrorCode.ShouldBe(ErrorCode.None);

        (await ChooseAsync(client, "PLAIN")).ErrorCode.ShouldBe(ErrorCode.IllegalSaslState);
        (await AuthenticateAsync(client, "\0bob\0builder")).ErrorCode.ShouldBe(ErrorCode.IllegalSaslState);

        (await client.AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null })).Brokers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_the_oldest_handshake_tokens_go_bare()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        await ChooseAsync(client, "PLAIN", version: 0);

        await client.SendBareAsync(Encoding.UTF8.GetBytes($"\0{SecureListeners.User}\0{SecureListeners.Password}"));

        (await client.ReceiveAsync()).ShouldBeEmpty();
        (await client.AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null })).Brokers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_bare_token_closes_the_connection()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        await ChooseAsync(client, "PLAIN", version: 0);

        await client.SendBareAsync("\0ada\0guess"u8.ToArray());

        await ShouldBeClosedAsync(client);
        await _log.UntilAsync(1100, "the password for user 'ada' is wrong");
    }

    [Fact]
    public async Task A_stranger_is_granted_little_memory()
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);

        await client.SendBareAsync(new byte[600 * 1024]);

        await ShouldBeClosedAsync(client);
        await _log.UntilAsync(1002, "Before it has authenticated");
    }

    [Fact]
    public async Task A_scram_proof_must_repeat_header_and_nonce()
    {
        foreach (var (final, says) in new[] { ("c=eSws,r={0},p=AAAA", "header"), ("c=biws,r=x{0},p=AAAA", "nonce"), ("c=biws,r={0}", "no proof"), ("c=biws,r={0},p=%", "Base64"), ("c=biws,r={0},p=AAAA", "password") })
        {
            using var client = await WireClient.ConnectAsync(_broker.Port);
            await ChooseAsync(client, "SCRAM-SHA-256");
            var first = Encoding.UTF8.GetString((await AuthenticateAsync(client, "n,,n=ada,r=mine")).AuthBytes);
            first.ShouldMatch("^r=mine[A-Za-z0-9+/]{32},s=[A-Za-z0-9+/]{22}==,i=4096$");
            var nonce = first[2..first.IndexOf(',', StringComparison.Ordinal)];

            (await AuthenticateAsync(client, string.Format(null, final, nonce))).ErrorCode.ShouldBe(ErrorCode.SaslAuthenticationFailed);

            await _log.UntilAsync(1100, says);
        }
    }

    [Fact]
    public async Task A_listener_that_asks_for_nothing_says_that_there_is_no_handshake()
    {
        await using var open = await RunningBroker.StartAsync();
        using var client = await WireClient.ConnectAsync(open.Port);

        (await ChooseAsync(client, "PLAIN")).ErrorCode.ShouldBe(ErrorCode.IllegalSaslState);
    }

    private async Task<SaslAuthenticateResponse> FailAsync(string token)
    {
        using var client = await WireClient.ConnectAsync(_broker.Port);
        await ChooseAsync(client, "PLAIN");
        var answer = await AuthenticateAsync(client, token);
        answer.ErrorCode.ShouldBe(ErrorCode.SaslAuthenticationFailed);
        await ShouldBeClosedAsync(client);
        return answer;
    }

    private static Task<SaslHandshakeResponse> ChooseAsync(WireClient client, string mechanism, short version = 1) =>
        client.AskAsync<SaslHandshakeRequest, SaslHandshakeResponse>(ApiKey.SaslHandshake, new() { Mechanism = mechanism }, version);

    private static Task<SaslAuthenticateResponse> AuthenticateAsync(WireClient client, string token) =>
        client.AskAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(ApiKey.SaslAuthenticate, new() { AuthBytes = Encoding.UTF8.GetBytes(token) });

    private static Task<IOException> ShouldBeClosedAsync(WireClient client) => Should.ThrowAsync<IOException>(client.ReceiveAsync);
}
