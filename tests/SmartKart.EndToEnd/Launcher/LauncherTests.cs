using System.Diagnostics;

namespace SmartKart.EndToEnd.Launcher;

public sealed class LauncherTests : IDisposable
{
    private readonly ScratchMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_first_launch_installs_and_builds_what_is_missing_and_passes_the_arguments_on()
    {
        var run = await _machine.LaunchAsync("topics", "--json", "two words");

        run.Status.ShouldBe(0);
        run.Output.ShouldBe("program: topics --json two words\n");
        _machine.TakeCalls().Select(FirstTwoWords).Where(call => !call.StartsWith("make ", StringComparison.Ordinal)).ShouldBe(
            ["npm ci", "npm ci", "patch --batch", "configure", "strip src/librdkafka.so.1", "dotnet --version", "dotnet restore", "dotnet build", "dotnet build-server", $"dotnet {Program}"]);
    }

    [Fact]
    public async Task Each_step_is_said_with_its_reason_on_stderr_only()
    {
        var run = await _machine.LaunchAsync();

        run.Errors.ShouldContain("smartkart: installing the npm packages of deploy/local/native: native libraries that its programs load");
        run.Errors.ShouldContain("smartkart: building librdkafka, the Kafka client, from its source (about a minute, this once)");
        run.Errors.ShouldContain("smartkart: building the command: this checkout is not built yet");
        run.Output.ShouldStartWith("program:");
    }

    [Fact]
    public async Task With_nothing_missing_it_only_runs_the_program()
    {
        await _machine.LaunchAsync();
        _machine.TakeCalls();

        var run = await _machine.LaunchAsync("--help");

        run.Errors.ShouldBeEmpty();
        _machine.TakeCalls().ShouldBe([$"dotnet {Path.Combine(_machine.Checkout, Program)} --help"]);
    }

    [Theory]
    [InlineData("schemas/SmartKart.Schemas/Event.cs", "class Event { int Id; }")]
    [InlineData("schemas/events/new.avsc", "{}")]
    [InlineData("Directory.Build.props", "<Project />")]
    public async Task A_changed_or_new_source_is_built(string path, string text)
    {
        await _machine.LaunchAsync();
        _machine.TakeCalls();
        _machine.Write(path, text);

        var run = await _machine.LaunchAsync();

        run.Errors.ShouldContain("building the command: sources changed since the last build");
        _machine.TakeCalls().Select(FirstTwoWords).ShouldContain("dotnet build");
    }

    [Fact]
    public async Task A_changed_test_is_built_for_the_tests_and_does_not_keep_the_command_waiting()
    {
        _machine.Write("deploy/local/setup/debian.txt", "");
        await _machine.LaunchAsync("test");
        _machine.TakeCalls();
        _machine.Write("tests/SmartKart.Schemas.Tests/EventTests.cs", "this does not compile");

        (await _machine.LaunchAsync("topics")).Errors.ShouldBeEmpty();
        (await _machine.LaunchAsync("test")).Errors.ShouldContain("building the solution, tests and benchmarks included: sources changed since the last build");
    }

    [Fact]
    public async Task A_deleted_source_is_built()
    {
        await _machine.LaunchAsync();
        _machine.TakeCalls();
        File.Delete(Path.Combine(_machine.Checkout, "schemas/SmartKart.Schemas/Event.cs"));

        await _machine.LaunchAsync();

        _machine.TakeCalls().Select(FirstTwoWords).ShouldContain("dotnet build");
    }

    [Fact]
    public async Task A_build_that_fails_shows_its_errors_and_is_tried_again()
    {
        _machine.Tool("dotnet", "[ $1 != build ] || { echo 'Event.cs(1,1): error'; exit 1; }");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var run = await _machine.LaunchAsync();
            run.Status.ShouldBe(1);
            run.Output.ShouldBeEmpty();
            run.Errors.ShouldContain("Event.cs(1,1): error");
            _machine.TakeCalls().Select(FirstTwoWords).ShouldContain("dotnet build");
        }
    }

    [Fact]
    public async Task Tests_bring_their_peers_and_other_commands_do_not()
    {
        await _machine.LaunchAsync("bench");
        _machine.TakeCalls().ShouldContain(call => call.StartsWith("npm ci", StringComparison.Ordinal) && call.Contains("tests/peers"));

        await _machine.LaunchAsync("demo");
        _machine.TakeCalls().ShouldNotContain(call => call.StartsWith("npm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_Debian_package_is_installed_with_its_reason()
    {
        _machine.LacksAvro();

        var run = await _machine.LaunchAsync("test");

        run.Errors.ShouldContain("missing Debian package python3-avro: Apache's own Avro for Python");
        _machine.TakeCalls().ShouldContain("apt-get install -y --no-install-recommends python3-avro");
    }

    [Fact]
    public async Task Package_lists_are_fetched_only_where_those_at_hand_do_not_serve()
    {
        _machine.LacksAvro();
        await _machine.LaunchAsync("test");
        _machine.TakeCalls().ShouldNotContain("apt-get update");

        _machine.Tool("apt-get", "if [ $1 = update ]; then touch \"$CHECKOUT/lists\"; else [ -e \"$CHECKOUT/lists\" ]; fi");
        (await _machine.LaunchAsync("test")).Status.ShouldBe(0);
        _machine.TakeCalls().Where(call => call.StartsWith("apt-get", StringComparison.Ordinal)).Select(FirstTwoWords).ShouldBe(["apt-get install", "apt-get update", "apt-get install"]);
    }

    [Fact]
    public async Task A_package_that_cannot_be_installed_stops_the_launch_with_what_apt_said()
    {
        _machine.LacksAvro();
        _machine.Tool("apt-get", "[ $1 = update ] || { echo 'E: no space'; exit 100; }");

        var run = await _machine.LaunchAsync("test");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("E: no space");
        run.Errors.ShouldContain("apt-get could not install python3-avro");
        run.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_root_or_apt_it_prints_the_commands_to_run_and_stops(bool asRoot)
    {
        _machine.LacksAvro();
        if (asRoot)
            _machine.Remove("apt-get");
        else
            _machine.Tool("id", "echo 1000");

        var run = await _machine.LaunchAsync("test");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("\n  apt-get update\n  apt-get install -y --no-install-recommends python3-avro\n");
        _machine.TakeCalls().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dotnet", ".NET 10 SDK")]
    [InlineData("npm", "Node 20")]
    [InlineData("node", "Node 20")]
    public async Task A_missing_tool_is_named_with_its_remedy(string tool, string remedy)
    {
        _machine.Remove(tool);

        var run = await _machine.LaunchAsync("--help");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain($"smartkart: {tool} is not on the PATH");
        run.Errors.ShouldContain(remedy);
    }

    [Fact]
    public async Task An_SDK_that_is_too_old_is_named_with_its_remedy()
    {
        _machine.Tool("dotnet", "[ $1 != --version ] || { echo 'Requested SDK version: 10.0.100'; exit 155; }");

        var run = await _machine.LaunchAsync("--help");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("Requested SDK version: 10.0.100");
        run.Errors.ShouldContain("Install the .NET 10 SDK");
    }

    [Fact]
    public async Task Two_launches_at_once_build_once()
    {
        // The build waits until the second launch has been seen to wait, so they do meet.
        var met = Path.Combine(_machine.Checkout, "met");
        _machine.Tool("dotnet", $$"""
            case $1 in
              build) until [ -e '{{met}}' ]; do read -rt 0.02 <> <(:) || :; done
                     mkdir -p "$CHECKOUT/deploy/local/SmartKart.Local/bin/Release/net10.0"; touch "$CHECKOUT/deploy/local/SmartKart.Local/bin/Release/net10.0/SmartKart.Local.dll" ;;
              *.dll) echo "program" ;;
            esac
            """);
        var cancel = TestContext.Current.CancellationToken;
        using var first = Process.Start(_machine.Launcher())!;
        while (await first.StandardError.ReadLineAsync(cancel) is { } line && !line.Contains("building", StringComparison.Ordinal))
        {
        }

        using var second = Process.Start(_machine.Launcher())!;
        (await second.StandardError.ReadLineAsync(cancel)).ShouldBe("smartkart: another launch is setting up this checkout; waiting for it");
        await File.WriteAllTextAsync(met, "", cancel);

        await Task.WhenAll(first.WaitForExitAsync(cancel), second.WaitForExitAsync(cancel)).WaitAsync(TimeSpan.FromSeconds(30), cancel);
        (first.ExitCode, second.ExitCode).ShouldBe((0, 0));
        _machine.TakeCalls().Count(call => call.StartsWith("dotnet build ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Set_up_can_be_switched_off_and_then_nothing_is_installed_or_built()
    {
        var start = _machine.Launcher("--help");
        start.Environment["SMARTKART_SETUP"] = "off";

        var run = await ProcessRun.RunAsync(start);

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("is not built, and SMARTKART_SETUP=off forbids building it");
        _machine.TakeCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_can_be_started_from_another_folder_and_through_a_link()
    {
        var link = Path.Combine(_machine.Checkout, "link");
        File.CreateSymbolicLink(link, Path.Combine(_machine.Checkout, "smartkart"));
        var start = _machine.Launcher("x");
        start.FileName = link;
        start.WorkingDirectory = Path.GetTempPath();

        (await ProcessRun.RunAsync(start)).Output.ShouldBe("program: x\n");
    }

    private const string Program = "deploy/local/SmartKart.Local/bin/Release/net10.0/SmartKart.Local.dll";

    private string FirstTwoWords(string call) => string.Join(' ', call.Split(' ').Take(2)).Replace(_machine.Checkout + "/", "", StringComparison.Ordinal);
}
