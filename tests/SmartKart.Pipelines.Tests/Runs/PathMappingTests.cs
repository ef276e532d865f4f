using SmartKart.Pipelines.Runs.Processes;

namespace SmartKart.Pipelines.Tests.Runs;

public sealed class PathMappingTests
{
    [Theory]
    [InlineData("cat /tmp/out > x", "cat /here/tmp/out > x")]
    [InlineData("--to=/tmp/out/a.json", "--to=/here/tmp/out/a.json")]
    [InlineData("'/tmp/out.'", "'/here/tmp/out.'")]
    [InlineData("/tmp/output /tmp/out-2 /tmp/out.json", "/tmp/output /tmp/out-2 /here/tmp/out.json")]
    [InlineData("/data/tmp/out ./tmp/out", "/data/tmp/out ./tmp/out")]
    [InlineData("/tmp/other", "/tmp/other")]
    public void Only_the_declared_paths_are_those_of_the_step(string text, string rewritten) =>
        new PathMapping("/here", ["/tmp/out", "/tmp/out.json"]).Rewrite(text).ShouldBe(rewritten);
}
