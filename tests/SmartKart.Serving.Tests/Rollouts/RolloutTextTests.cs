using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Tests.Rollouts;

/// <summary>What a rollout may be, in a file and in the configuration.</summary>
public sealed class RolloutTextTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-rollout-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "rollout.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mode: canry\npercent: 5", "f:1: 'mode' is 'canry'. Write one of off, shadow, canary, ab.")]
    [InlineData("mode: ab\npercent: 120", "f:2: 'percent' is '120'. Write 0 to 100")]
    [InlineData("mode: ab\npercent: half", "f:2: 'percent' is 'half'")]
    [InlineData("mode: ab\nprecent: 5", "f:2: there is no 'precent'. There are mode, percent, experiment,")]
    [InlineData("mode: canary", "f: 'percent' is missing, and the mode is canary. Write 0 to 100")]
    [InlineData("mode: canary\npercent: 100", "'percent' is 100, and a canary is compared with the champion's lists. Write less than 100")]
    [InlineData("experiment: ''", "'experiment' is ''. Write a name of 1 to 256 characters.")]
    [InlineData("shadows_max: 0", "'shadows_max' is '0'. Write a whole number, 1 to 10000.")]
    [InlineData("lists_min: 1.5", "'lists_min' is '1.5'. Write a whole number")]
    [InlineData("latency_ratio_max: NaN", "'latency_ratio_max' is 'NaN'")]
    [InlineData("- mode", "f:1: the file is no mapping")]
    [InlineData("mode: [", "this is neither YAML nor JSON")]
    [InlineData("", "f:1: the file is no mapping. Write 'name: value' lines, such as 'mode: off'.")]
    public void What_is_wrong_is_told_with_its_remedy(string text, string expected) =>
        Should.Throw<RolloutException>(() => RolloutText.Read(text, "f")).Message.ShouldContain(expected);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var rollout = new RolloutOptions { Mode = RolloutMode.Canary, Percent = 2.5, Experiment = "it's: spring", ListsMin = 500, LatencyRatioMax = 1.5 };
        RolloutText.Read(RolloutText.Write(rollout), "f").ShouldBe(rollout);
        RolloutText.Write(new RolloutOptions()).ShouldBe("mode: off\n");
        RolloutText.Read("""{"mode": "Ab", "percent": 50}""", "f").ShouldBe(new RolloutOptions { Mode = RolloutMode.Ab, Percent = 50 });
    }

    [Fact]
    public void A_configuration_that_cannot_be_used_lets_nothing_start() =>
        Should.Throw<ServingException>(() => new FollowedRollout(new RolloutOptions { Mode = RolloutMode.Ab, Percent = -1 }, null, NullLogger.Instance))
            .Message.ShouldStartWith("Serving:Rollout:Percent is '-1'. Write 0 to 100");

    [Fact]
    public void A_file_holds_in_place_of_the_configuration_and_one_that_cannot_be_used_changes_nothing()
    {
        var rollout = new FollowedRollout(new RolloutOptions { Mode = RolloutMode.Shadow }, Path, NullLogger.Instance);
        rollout.Options.Mode.ShouldBe(RolloutMode.Shadow);
        Write("mode: ab\npercent: 10");
        rollout.Look();
        var taken = rollout.Options;
        (taken.Mode, taken.Percent).ShouldBe((RolloutMode.Ab, 10));
        Write("percent: 10\nmode: ab");
        rollout.Look();
        rollout.Options.ShouldBeSameAs(taken);
        Write("mode: ab\npercent: 1O");
        rollout.Look();
        (rollout.Options, rollout.Fault).ShouldBe((taken, $"{Path}:2: 'percent' is '1O'. Write 0 to 100: of 100 visitors so many get the candidate."));
        File.Delete(Path);
        rollout.Look();
        (rollout.Options.Mode, rollout.Fault).ShouldBe((RolloutMode.Shadow, null));
    }

    private void Write(string text) => File.WriteAllText(Path, text);
}
