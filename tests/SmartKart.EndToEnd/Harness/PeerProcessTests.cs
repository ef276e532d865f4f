using SmartKart.Benchmarks.Measuring;

namespace SmartKart.EndToEnd.Harness;

/// <summary>Peers are scripts; a shell stands in for node and python here.</summary>
public sealed class PeerProcessTests : IDisposable
{
    private readonly string _script = Path.GetTempFileName();

    public void Dispose() => File.Delete(_script);

    [Fact]
    public async Task A_peer_runs_a_round_each_time_it_is_told_and_ends_when_its_input_does()
    {
        await using var peer = Start("echo ready; n=0; while read -r line; do n=$((n + 1)); echo \"{\\\"$1_per_s\\\": $n}\"; done", "encode");
        var cancel = TestContext.Current.CancellationToken;

        await peer.WarmUpAsync(cancel);

        (await peer.RoundAsync(cancel))["encode_per_s"].ShouldBe(1);
        (await peer.RoundAsync(cancel))["encode_per_s"].ShouldBe(2);
    }

    [Fact]
    public async Task A_peer_without_its_library_is_named_with_what_it_said_and_how_to_install_it()
    {
        await using var peer = Start("echo \"Cannot find module 'avsc'\" >&2; exit 1");

        var error = await Should.ThrowAsync<PeerMissingException>(() => peer.WarmUpAsync(TestContext.Current.CancellationToken));

        error.Message.ShouldBe("The peer shell cannot take part: it ended before it was ready: Cannot find module 'avsc'. Start through ./smartkart, which installs what benchmarks need.");
    }

    [Fact]
    public void An_interpreter_that_is_not_there_is_a_missing_peer() =>
        Should.Throw<PeerMissingException>(() => PeerProcess.Start("shell", "no-such-interpreter", _script)).Message.ShouldContain("no-such-interpreter could not be started");

    [Fact]
    public void A_script_that_is_not_there_is_a_missing_peer() =>
        Should.Throw<PeerMissingException>(() => PeerProcess.Start("shell", "bash", "/no/such/script")).Message.ShouldContain("/no/such/script is not there");

    [Theory]
    [InlineData("echo hello", "said 'hello' where 'ready' was due")]
    [InlineData("echo ready; read -r line; echo fast", "said 'fast' where")]
    [InlineData("echo ready; read -r line; echo broken >&2; exit 3", "ended during a round: broken")]
    public async Task A_peer_that_does_not_keep_to_the_lines_is_an_error(string script, string message)
    {
        await using var peer = Start(script);
        var cancel = TestContext.Current.CancellationToken;

        var error = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await peer.WarmUpAsync(cancel);
            await peer.RoundAsync(cancel);
        });

        error.Message.ShouldContain(message);
    }

    private PeerProcess Start(string script, params string[] arguments)
    {
        File.WriteAllText(_script, script);
        return PeerProcess.Start("shell", "bash", _script, arguments);
    }
}
