namespace SmartKart.EndToEnd.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData]
    [InlineData("tset")]
    [InlineData("test", "--no-such-option")]
    [InlineData("test", "--filter")]
    [InlineData("test", "--stall-limit", "0")]
    [InlineData("test", "--stall-limit", "long")]
    [InlineData("bench")]
    [InlineData("bench", "startup", "--list")]
    [InlineData("bench", "no-such-benchmark")]
    [InlineData("topics", "create")]
    [InlineData("topics", "create", "a", "--contracts")]
    [InlineData("topics", "create", "a", "--config", "novalue")]
    [InlineData("topics", "create", "a", "--partitions", "many")]
    [InlineData("topics", "create", "a", "--replication-factor", "0")]
    [InlineData("topics", "consume", "a", "--offset", "middle")]
    [InlineData("topics", "consume", "a", "--group", "g", "--partition", "1")]
    [InlineData("topics", "consume", "a", "--group", "g", "--partition", "one")]
    [InlineData("topics", "consume", "a", "--max-messages", "few")]
    [InlineData("topics", "consume", "a", "--print", "colour")]
    [InlineData("topics", "produce", "a", "--partition", "-1")]
    [InlineData("topics", "produce", "a", "--partition", "one")]
    [InlineData("topics", "produce", "a", "--value-format", "text", "--key-field", "f")]
    [InlineData("features", "training-set", "--service", "s")]
    [InlineData("features", "training-set", "--service", "s", "--labels", "l", "--out", "o", "--memory", "63")]
    [InlineData("features", "training-set", "--service", "s", "--labels", "l", "--out", "o", "--memory", "much")]
    [InlineData("features", "training-set", "--service", "s", "--labels", "l", "--out", "o", "--memory", "9000000000000")]
    [InlineData("features", "training-set", "--service", "s", "--labels", "l", "--out", "o", "--engine", "spark")]
    [InlineData("features", "parity", "--keys", "0")]
    [InlineData("features", "parity", "--keys", "many")]
    [InlineData("features", "parity", "--at", "yesterday")]
    [InlineData("features", "size", "--entities", "user")]
    [InlineData("features", "size", "--entities", "user=many")]
    [InlineData("features", "size", "--entities", "user=1", "user=2")]
    [InlineData("features", "get", "visitor")]
    [InlineData("features", "get", "visitor", "user_id=u", "--at", "soon")]
    [InlineData("recommend")]
    [InlineData("recommend", "user-1", "--products", "tea")]
    [InlineData("recommend", "user-1", "--model", "m")]
    [InlineData("recommend", "--products", "tea", "--serving", "http://localhost:8080")]
    [InlineData("recommend", "user-1", "--serving", "localhost:8080")]
    [InlineData("backfill", "--until", "soon")]
    [InlineData("streams", "--state-directory")]
    [InlineData("lag", "--no-such-option")]
    [InlineData("groups", "reset-offsets", "g", "--all-topics")]
    [InlineData("groups", "reset-offsets", "g", "--all-topics", "--to-earliest", "--to-latest")]
    [InlineData("groups", "reset-offsets", "g", "--all-topics", "--to-datetime", "yesterday")]
    [InlineData("groups", "reset-offsets", "g", "--all-topics", "--to-offset", "first")]
    [InlineData("groups", "reset-offsets", "g", "--to-earliest")]
    public async Task Wrong_usage_is_status_2_and_says_on_stderr_where_the_help_is(params string[] arguments)
    {
        var run = await ProcessRun.SmartKartAsync(arguments);

        run.Status.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldContain("--help' says how it is used.");
    }

    [Fact]
    public async Task A_mistyped_command_is_told_what_it_might_have_meant()
    {
        var run = await ProcessRun.SmartKartAsync("tset");

        run.Errors.ShouldContain("Did you mean");
        run.Errors.ShouldContain("test");
    }

    [Fact]
    public async Task A_command_that_cannot_be_done_is_status_1_and_one_line_without_a_stack_trace()
    {
        var run = await ProcessRun.SmartKartAsync("test", "--project", "NoSuchProject");

        run.Status.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Errors.Trim().ShouldBe("smartkart: No test project under tests/ has 'NoSuchProject' in its name.");
    }

    [Fact]
    public async Task Verbose_adds_the_stack_trace()
    {
        var run = await ProcessRun.SmartKartAsync("test", "--project", "NoSuchProject", "--verbose");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("   at SmartKart.Local.Commands.TestCommand");
    }
}
